package dev.vecurrent.bench.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as files. */
public final class ResultFiles {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ResultFiles() {}

  /** {@code bench/target/results}: beside the jar, or beside the classes, that run. */
  public static Path directory() {
    try {
      Path code =
          Path.of(ResultFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.resolveSibling("results");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes results as JMH does; says where on standard error. */
  public static void write(Path file, List<JmhResult> results) {
    writeJson(file, results);
    System.err.println("written: " + file);
  }

  /** Reads what {@link #write} or JMH wrote. */
  public static List<JmhResult> read(Path file) {
    return List.of(JSON.readValue(file, JmhResult[].class));
  }

  /** Writes anything that Jackson knows. */
  public static void writeJson(Path file, Object value) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, JSON.writeValueAsString(value) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one value. */
  public static <T> T readJson(Path file, Class<T> type) {
    return JSON.readValue(file, type);
  }
}
