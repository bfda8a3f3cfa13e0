package dev.vecurrent.spec;

import java.util.Locale;
import java.util.Set;

/** What exporters happen to call the axes of sequences and of time. */
final class AxisNames {

  private static final Set<String> BATCH = Set.of("n", "b", "bs", "bsz", "nb", "minibatch");
  private static final Set<String> TIME =
      Set.of("t", "l", "len", "tokens", "words", "chars", "frames", "nframes", "n_frames", "steps");

  private AxisNames() {}

  /**
   * A name of both is of the batch, such as {@code batch_time}; with a sequence it is of neither.
   */
  static boolean isBatch(String symbol) {
    String name = symbol.toLowerCase(Locale.ROOT);
    return isBatchWord(name) && !name.contains("seq") && !isProduct(name);
  }

  static boolean isTime(String symbol) {
    String name = symbol.toLowerCase(Locale.ROOT);
    return isTimeWord(name) && !isBatchWord(name) && !isProduct(name);
  }

  private static boolean isBatchWord(String name) {
    return BATCH.contains(name) || name.contains("batch");
  }

  private static boolean isTimeWord(String name) {
    return TIME.contains(name)
        || name.contains("seq")
        || name.contains("time")
        || name.contains("length")
        || name.contains("step")
        || name.contains("frame")
        || name.endsWith("_len")
        || name.endsWith("_t");
  }

  /** A product such as {@code batch*seq} is of neither. */
  private static boolean isProduct(String name) {
    return name.matches(".*[*+/(].*");
  }
}
