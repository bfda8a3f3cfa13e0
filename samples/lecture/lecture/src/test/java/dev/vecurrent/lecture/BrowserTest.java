package dev.vecurrent.lecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a browser, as wide as a desk's and as a phone's. {@code faults.js} looks at it. */
class BrowserTest {

  /** Names the file that the picture of the README is written to. */
  static final String PICTURE = "vecurrent.picture";

  private static final int DESK = 1200;
  private static final int PHONE = 390;

  @TempDir private static Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(Files.createDirectory(folder.resolve("profile")));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {DESK, PHONE})
  void thePageHasNoFaults(int width) throws IOException {
    Path page = WrittenPage.file();
    browser.open(page, width);
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).containsExactly(page.toUri().toString());
    assertThat((List<?>) browser.run(PageWriter.resource("faults.js"), width)).isEmpty();
    assertThatEveryChartHasColours();
    assertThatALinkScrolls();
  }

  private static void assertThatEveryChartHasColours() throws IOException {
    Map<?, ?> charts =
        (Map<?, ?>)
            browser.run(
                """
                return Object.fromEntries([...document.querySelectorAll(".chart")].map((chart) => {
                  const box = chart.getBoundingClientRect();
                  return [chart.id, [box.x + scrollX, box.y + scrollY, box.width, box.height]];
                }));\
                """);
    assertThat(charts).hasSizeGreaterThan(10);
    for (Map.Entry<?, ?> chart : charts.entrySet()) {
      assertThat(inked(browser.picture((List<?>) chart.getValue())))
          .as("share of pixels drawn, %s", chart)
          .isBetween(0.01, 0.95);
    }
  }

  /** The share of pixels that are not of the most frequent colour. */
  private static double inked(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int[] colours =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    Map<Integer, Long> counts =
        Arrays.stream(colours)
            .boxed()
            .collect(Collectors.groupingBy(colour -> colour, Collectors.counting()));
    return 1 - (double) Collections.max(counts.values()) / colours.length;
  }

  private static void assertThatALinkScrolls() {
    browser.run("document.querySelector('a[href=\"#memory\"]').click()");
    Object top =
        browser.run("return document.querySelector('#memory h2').getBoundingClientRect().top");
    assertThat(((Number) top).doubleValue()).isBetween(0.0, 100.0);
  }

  /** Where a window changes its width, the charts do. */
  @Test
  void chartsFollowTheWidth() throws IOException {
    Path page = WrittenPage.file();
    browser.open(page, DESK);
    browser.resize(PHONE);
    assertThat((List<?>) browser.run(PageWriter.resource("faults.js"), PHONE)).isEmpty();
  }

  /** What would be wrong with the page is seen. */
  @Test
  void aBadPageIsFound() throws IOException {
    Path bad = folder.resolve("bad.html");
    Files.writeString(
        bad,
        """
        <body data-drawn="1"><section id="a"><h2 id="a" style="font-size: 11px">Only English</h2>
        <a href="#b">b</a><div class="chart" id="c"></div><div style="width: 5000px">wide</div>
        <div style="width: 1px; overflow-wrap: anywhere">broken</div></section>
        <img src="http://127.0.0.1:9/x.png"><script>nothing()</script></body>
        """);
    browser.open(bad, PHONE);
    assertThat(browser.complaints())
        .anyMatch(complaint -> complaint.contains("nothing is not defined"))
        .anyMatch(complaint -> complaint.contains("127.0.0.1:9"));
    assertThat(browser.requests()).contains("http://127.0.0.1:9/x.png");
    String faults = browser.run(PageWriter.resource("faults.js"), PHONE).toString();
    assertThat(faults)
        .contains("pixels wide")
        .contains("text of 11 pixels")
        .contains("a word on 6 lines: broken")
        .contains("c has no picture")
        .contains("not in both languages: <h2 id=a>")
        .contains("twice in the page: id a")
        .contains("leads nowhere: <a> b #b")
        .contains("too small for a finger")
        .contains("loads something: <img");
  }

  /** The picture of the README: the page's own charts, {@link #PICTURE} says where to. */
  @Test
  void thePictureOfTheReadme() throws IOException {
    browser.open(WrittenPage.file(), DESK);
    Object height = browser.run(PageWriter.resource("picture.js"));
    byte[] png = browser.picture(List.of(0, 0, DESK, height));
    assertThat(png).hasSizeLessThan(500_000);
    assertThat(inked(png)).isBetween(0.05, 0.9);
    String file = System.getProperty(PICTURE, "target/page.png");
    Files.write(Path.of(file), png);
  }
}
