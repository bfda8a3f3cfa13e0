package dev.vecurrent.vad;

/**
 * A stretch of speech.
 *
 * @param start first sample
 * @param end the sample after the last
 */
public record Segment(long start, long end) {

  /** When it starts, in seconds. */
  public double startSeconds(SampleRate rate) {
    return (double) start / rate.hertz();
  }

  /** When it ends, in seconds. */
  public double endSeconds(SampleRate rate) {
    return (double) end / rate.hertz();
  }
}
