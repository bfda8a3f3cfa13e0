package dev.vecurrent.cli;

import dev.vecurrent.console.Printable;
import dev.vecurrent.io.OutputFile;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The side file of a job: numbers of bad lines and what is wrong with them, a JSON object each. It
 * is made with the first of them. Without a file, they go to standard error.
 */
final class BadLines implements Closeable {

  private static final int LONGEST_REASON = 1000;

  private final JsonMapper mapper = JsonMapper.builder().build();
  private final @Nullable Path file;
  private final PrintWriter err;
  private @Nullable OutputFile opened;
  private @Nullable OutputStream out;
  private long count;

  BadLines(@Nullable Path file, PrintWriter err) {
    this.file = file;
    this.err = err;
  }

  void add(long line, String reason) throws IOException {
    count++;
    String shown = Printable.line(reason);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("line", line);
    entry.put(
        "reason", shown.length() > LONGEST_REASON ? shown.substring(0, LONGEST_REASON) : shown);
    String text = Printable.line(mapper.writeValueAsString(entry)) + "\n";
    OutputStream to = stream();
    if (to == null) {
      err.print(text);
    } else {
      to.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private @Nullable OutputStream stream() throws IOException {
    if (out == null && file != null) {
      opened = OutputFile.open(file);
      out = new BufferedOutputStream(opened.stream());
    }
    return out;
  }

  long count() {
    return count;
  }

  /** Where they are to be found, in words. */
  String place() {
    return file == null ? "" : ": see " + file;
  }

  /** Ends the file; that of an earlier job goes where nothing is bad. */
  void commit() throws IOException {
    if (opened != null && out != null) {
      out.flush();
      opened.commit();
    } else if (file != null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(file);
    } else if (file != null && Files.isRegularFile(file)) {
      OutputFile.write(file, new byte[0]);
    }
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
