package dev.vecurrent.lecture;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** The page as the program writes it, once for all tests: it takes most of their time. */
final class WrittenPage {

  /** Speeds of a picture that is kept are measured as long as those of a user. */
  private static final String SECONDS =
      System.getProperty(BrowserTest.PICTURE) == null ? "0.2" : "1";

  private static final Path FILE = write();

  private WrittenPage() {}

  static Path file() {
    return FILE;
  }

  private static Path write() {
    Path folder = Path.of("target", "page");
    try {
      // The program is to make the folder.
      Files.deleteIfExists(folder.resolve("index.html"));
      Files.deleteIfExists(folder);
      StringWriter err = new StringWriter();
      int status = run(err, "--out", folder.toString(), "--seconds", SECONDS);
      if (status != 0) {
        throw new AssertionError("exit status " + status + ": " + err);
      }
      return folder.resolve("index.html").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the program. */
  static int run(StringWriter err, String... arguments) {
    CommandLine program = Main.commandLine();
    program.setOut(new PrintWriter(new StringWriter()));
    program.setErr(new PrintWriter(err));
    return program.execute(arguments);
  }
}
