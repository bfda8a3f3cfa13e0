package dev.vecurrent.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** How far a job is: a bar on a terminal, elsewhere a line now and then. */
final class ProgressLines implements AutoCloseable {

  private static final long NANOS = 1_000_000_000;
  private static final long FIRST = 5 * NANOS;
  private static final long MOST_BETWEEN = 60 * NANOS;

  private final PrintWriter err;
  private final long total;
  private final @Nullable ProgressBar bar;
  private final long start;
  private long next = FIRST;

  /**
   * Progress of a job that begins now.
   *
   * @param total bytes of its input; 0 where that is not known
   */
  ProgressLines(PrintWriter err, long total) {
    this(err, total, isTerminal(), System.nanoTime());
  }

  ProgressLines(PrintWriter err, long total, boolean terminal, long start) {
    this.err = err;
    this.total = total;
    this.start = start;
    this.bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("score")
                .setInitialMax(total)
                .setUnit(" MB", 1 << 20)
                .build()
            : null;
  }

  @SuppressWarnings("SystemConsoleNull") // its contract still allows null
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** That so many bytes were read and sequences scored. */
  void step(long bytes, long sequences) {
    step(bytes, sequences, System.nanoTime());
  }

  void step(long bytes, long sequences, long now) {
    if (bar != null) {
      bar.stepTo(bytes);
      return;
    }
    long elapsed = now - start;
    if (elapsed < next) {
      return;
    }
    // Twice as long until the next line, at most a minute: long jobs fill no log.
    next = elapsed + Math.min(elapsed, MOST_BETWEEN);
    String part = total > 0 ? String.format(Locale.ROOT, " (%.0f %%)", 100.0 * bytes / total) : "";
    err.printf(
        Locale.ROOT,
        "%,d sequences after %d s, %.1f MB read%s%n",
        sequences,
        elapsed / NANOS,
        bytes / 1e6,
        part);
    err.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
