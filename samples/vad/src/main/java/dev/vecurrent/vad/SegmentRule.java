package dev.vecurrent.vad;

/**
 * How probabilities become segments.
 *
 * @param threshold speech begins with a chunk of at least this probability, 0 to 1
 * @param negativeThreshold speech may end with a chunk below this probability, 0 to threshold
 * @param minSpeech shorter segments are dropped, in ms
 * @param minSilence speech ends only where there is none for that long, in ms
 * @param padding what segments are longer on either side, in ms; where two would overlap, they meet
 *     in the middle
 */
public record SegmentRule(
    double threshold, double negativeThreshold, int minSpeech, int minSilence, int padding) {

  private static final double HYSTERESIS = 0.15;
  private static final double LEAST = 0.01;

  /** Checks ranges. */
  public SegmentRule {
    // Written so that NaN does not pass.
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "threshold: expected more than 0 and at most 1, found " + threshold);
    }
    if (!(negativeThreshold >= 0 && negativeThreshold <= threshold)) {
      throw new IllegalArgumentException(
          "negative threshold: expected 0 to the threshold (%s), found %s"
              .formatted(threshold, negativeThreshold));
    }
    requireDuration("minimum speech", minSpeech);
    requireDuration("minimum silence", minSilence);
    requireDuration("padding", padding);
  }

  private static void requireDuration(String what, int milliseconds) {
    if (milliseconds < 0) {
      throw new IllegalArgumentException(
          what + ": expected 0 ms or more, found " + milliseconds + " ms");
    }
  }

  /** What Silero VAD's own tools do. */
  public static SegmentRule defaults() {
    return new SegmentRule(0.5, negativeFor(0.5), 250, 100, 30);
  }

  /** The negative threshold that goes with a threshold where none is given. */
  public static double negativeFor(double threshold) {
    return Math.min(threshold, Math.max(threshold - HYSTERESIS, LEAST));
  }

  /** A duration in samples: both rates have whole samples a millisecond. */
  static long samples(int milliseconds, SampleRate rate) {
    return rate.hertz() / 1000 * (long) milliseconds;
  }
}
