package dev.vecurrent.spec;

import java.util.Locale;
import java.util.Set;

/**
 * What the name of a dimension says about it: a hint, as exporters happen to write such names. What
 * a recurrent layer reads is known better from the layer.
 */
public enum AxisRole {
  /** Sequences, the batch (N). */
  BATCH,
  /** Time steps, places of tokens, the length (T). */
  TIME,
  /** Anything else, or nothing that is known. */
  OTHER;

  private static final Set<String> BATCH_NAMES = Set.of("n", "b", "bs", "bsz", "nb", "minibatch");
  private static final Set<String> TIME_NAMES =
      Set.of("t", "l", "len", "tokens", "words", "chars", "frames", "nframes", "n_frames", "steps");

  /** The role of a dimension by its symbol; {@link #OTHER} where it has none. */
  public static AxisRole of(Dimension dimension) {
    String name = dimension.symbol().toLowerCase(Locale.ROOT);
    // A product such as batch*seq is neither.
    if (name.matches(".*[*+/(].*")) {
      return OTHER;
    }
    boolean time =
        TIME_NAMES.contains(name)
            || name.contains("seq")
            || name.contains("time")
            || name.contains("length")
            || name.contains("step")
            || name.contains("frame")
            || name.endsWith("_len")
            || name.endsWith("_t");
    boolean batch = BATCH_NAMES.contains(name) || name.contains("batch");
    if (time == batch) {
      return batch && !name.contains("seq") ? BATCH : OTHER;
    }
    return time ? TIME : BATCH;
  }
}
