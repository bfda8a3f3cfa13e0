package dev.vecurrent.lecture;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Chromium without a window, as the system has it: nothing is downloaded. */
final class Browser implements AutoCloseable {

  /** How tall the window is: the page scrolls in it. */
  private static final int HEIGHT = 900;

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts one.
   *
   * @param profile an empty folder for the browser's own files
   * @throws org.opentest4j.TestAbortedException where the system has no browser or no driver
   */
  static Browser start(Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("vecurrent.chromium", "chromium").toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    // With both paths said, Selenium looks for neither.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("vecurrent.chromedriver", "chromedriver").toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  /** The file that a property names, else one of the search path, else that of Debian. */
  private static Path program(String property, String name) {
    String said = System.getProperty(property, "");
    Stream<Path> found =
        said.isEmpty()
            ? Stream.concat(
                Pattern.compile(Pattern.quote(File.pathSeparator))
                    .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                    .filter(folder -> !folder.isEmpty())
                    .map(folder -> Path.of(folder, name)),
                Stream.of(Path.of("/usr/bin", name)))
            : Stream.of(Path.of(said));
    List<Path> fit = found.filter(Files::isExecutable).toList();
    assumeTrue(
        !fit.isEmpty(),
        "The page is not looked at: no %s. Install Debian's chromium and chromium-driver, or say -D%s=FILE."
            .formatted(name, property));
    return fit.getFirst();
  }

  /** Opens a file in a window of so many CSS pixels; the narrow one is that of a phone. */
  void open(Path file, int width) {
    resize(width);
    driver.get(file.toUri().toString());
  }

  void resize(int width) {
    boolean phone = width < 720;
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", width, "height", HEIGHT, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** PNG of a part of the page: x, y, width and height in CSS pixels from its top left corner. */
  byte[] picture(List<?> box) {
    Map<String, Object> clip =
        Map.of(
            "x",
            box.get(0),
            "y",
            box.get(1),
            "width",
            box.get(2),
            "height",
            box.get(3),
            "scale",
            1);
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot",
            Map.of("format", "png", "clip", clip, "captureBeyondViewport", true));
    return Base64.getDecoder().decode((String) shot.get("data"));
  }

  /** What the browser complained about since the last call: errors of scripts, failed requests. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /**
   * The addresses asked for since the last call, but for data in the page and the browser's own.
   */
  List<String> requests() {
    List<String> addresses = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = JsonMapper.shared().readTree(entry.getMessage()).get("message");
      if (message.get("method").asString().equals("Network.requestWillBeSent")) {
        addresses.add(message.get("params").get("request").get("url").asString());
      }
    }
    addresses.removeIf(address -> address.startsWith("data:") || address.startsWith("chrome:"));
    return addresses;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
