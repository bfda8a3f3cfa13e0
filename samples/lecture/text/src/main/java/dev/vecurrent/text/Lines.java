package dev.vecurrent.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vecurrent.io.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lines of text files, UTF-8. */
public final class Lines {

  /** The largest file of lines, in bytes. */
  public static final int MOST_BYTES = 64 << 20;

  private Lines() {}

  /**
   * The lines of a file.
   *
   * @throws IOException if it cannot be read or is larger than {@link #MOST_BYTES}; names it
   */
  public static List<String> read(Path file) throws IOException {
    try (InputFile opened = InputFile.open(file);
        InputStream in = opened.stream()) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(
            "%s: expected at most %,d bytes of text, found more".formatted(file, MOST_BYTES));
      }
      return lines(bytes);
    }
  }

  /**
   * The lines of a resource beside a class.
   *
   * @throws IOException if there is no such resource; names it
   */
  public static List<String> read(Class<?> owner, String resource) throws IOException {
    return lines(Resource.bytes(owner, resource));
  }

  /**
   * The next line of what arrives line by line, from a terminal say.
   *
   * @param most characters of a line
   * @return without its end; empty where there is no more
   * @throws IOException if it is longer
   */
  public static Optional<String> next(Reader in, int most) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    boolean isThere = c >= 0;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
      if (line.length() > most) {
        throw new IOException("expected at most %,d characters a line".formatted(most));
      }
    }
    return isThere ? Optional.of(line.toString()) : Optional.empty();
  }

  /** A byte order mark is no text. */
  private static List<String> lines(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
  }
}
