package dev.vecurrent.testing;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One case of a harness: a stranger's bytes in, and nothing out but an answer or an {@link Allowed}
 * exception, within 2 seconds.
 *
 * <p>Anything else is a finding and is thrown. With the system property {@code
 * vecurrent.fuzz.findings} it is kept in that folder instead, once for each place in the code, and
 * the fuzzer goes on.
 */
public final class FuzzCase {

  private static final long MOST_NANOS = 2_000_000_000L;
  private static final String FOLDER = System.getProperty("vecurrent.fuzz.findings", "");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Frames of this library that tell one finding from another. */
  private static final int FRAMES = 3;

  /** Cases in which the JVM mostly loads classes, and whose time says nothing. */
  private static final int FIRST = 200;

  private static int cases;

  private FuzzCase() {}

  /**
   * Tries a file, in the folder for temporary files.
   *
   * @param harness a name for findings
   * @param data the file's bytes
   * @param body what is tried
   */
  public static void runFile(String harness, byte[] data, FileBody body) {
    run(
        harness,
        data,
        () -> {
          Path file = Files.createTempFile("vecurrent-" + harness, ".bin");
          try {
            Files.write(file, data);
            body.run(file);
          } finally {
            Files.delete(file);
          }
        });
  }

  /** What is tried with a file. */
  @FunctionalInterface
  public interface FileBody {
    /** Reads the file. */
    void run(Path file) throws IOException;
  }

  /** What is tried. */
  @FunctionalInterface
  public interface Body {
    /** Reads, compiles, runs. */
    void run() throws IOException;
  }

  /**
   * Tries a case.
   *
   * @param harness a name for findings
   * @param data the fuzzer's bytes, to be kept with a finding
   * @param body what is tried
   */
  public static void run(String harness, byte[] data, Body body) {
    long start = THREADS.getCurrentThreadCpuTime();
    Throwable found = null;
    try {
      body.run();
    } catch (Throwable thrown) {
      found = Allowed.is(thrown) ? null : thrown;
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    if (found == null && cases++ > FIRST && nanos > MOST_NANOS && !FOLDER.isEmpty()) {
      found = new AssertionError("took " + nanos / 1_000_000 + " ms of the processor's time");
    }
    if (found != null) {
      report(harness, data, found);
    }
  }

  private static void report(String harness, byte[] data, Throwable found) {
    AssertionError finding = new AssertionError(harness + ": " + found, found);
    if (FOLDER.isEmpty()) {
      throw finding;
    }
    try {
      StringWriter text = new StringWriter();
      found.printStackTrace(new PrintWriter(text));
      boolean slow = found instanceof AssertionError && found.getCause() == null;
      String place = slow ? found.toString().substring(0, 30) : place(found);
      String key = harness + "-" + HexFormat.of().toHexDigits(place.hashCode());
      Path file = Path.of(FOLDER, key + (slow ? "-" + Arrays.hashCode(data) : ""));
      if (Files.notExists(file)) {
        Files.write(file, data);
        Files.write(Path.of(file + ".txt"), text.toString().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      finding.addSuppressed(e);
      throw finding;
    }
  }

  /** The kind of a finding and the first frames of this library. */
  private static String place(Throwable found) {
    // A failure that was given the name of its node is told by where it came from.
    Throwable first = found;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    StringBuilder place = new StringBuilder(first.getClass().getName());
    Arrays.stream(first.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("dev.vecurrent."))
        .limit(FRAMES)
        .forEach(frame ->
            place
                .append(' ')
                .append(frame.getClassName())
                .append('.')
                .append(frame.getLineNumber()));
    return place.toString();
  }
}
