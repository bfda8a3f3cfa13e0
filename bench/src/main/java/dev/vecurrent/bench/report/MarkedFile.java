package dev.vecurrent.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file of which a part between two comments is measured. */
final class MarkedFile {

  static final String BEGIN = "<!-- measured: begin -->";
  static final String END = "<!-- measured: end -->";

  private MarkedFile() {}

  /**
   * Puts text between the comments, and leaves the rest alone; appends both to a file without them.
   *
   * @throws IllegalArgumentException if only one of them is there, or they are in the wrong order
   */
  static void replace(Path file, String measured) throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : "";
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    String part = BEGIN + "\n\n" + measured.strip() + "\n\n" + END;
    if (begin < 0 && end < 0) {
      String before = text.isBlank() ? "" : text.stripTrailing() + "\n\n";
      Files.writeString(file, before + part + "\n");
      return;
    }
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          file.getFileName() + ": expected '" + BEGIN + "' before '" + END + "'");
    }
    Files.writeString(file, text.substring(0, begin) + part + text.substring(end + END.length()));
  }
}
