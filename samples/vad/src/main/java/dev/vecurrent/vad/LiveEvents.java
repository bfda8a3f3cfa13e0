package dev.vecurrent.vad;

/**
 * Tells while audio arrives that speech started or ended. A start is told with the chunk that shows
 * it, so no speech is too short; an end when the silence has lasted long enough.
 */
public final class LiveEvents {

  /** Hears of starts and ends. */
  public interface Listener {

    /** Speech started. */
    void started(double seconds);

    /** Speech ended. */
    void ended(double seconds);
  }

  private static final long NONE = -1;

  private final SegmentRule rule;
  private final SampleRate rate;
  private final Listener listener;
  private final long padding;
  private long at;
  private boolean speech;
  private long silenceStart = NONE;

  /** Begins with silence. */
  public LiveEvents(SegmentRule rule, SampleRate rate, Listener listener) {
    this.rule = rule;
    this.rate = rate;
    this.listener = listener;
    padding = SegmentRule.samples(rule.padding(), rate);
  }

  /** The next chunk. */
  public void next(float probability) {
    if (probability >= rule.threshold()) {
      silenceStart = NONE;
      if (!speech) {
        speech = true;
        listener.started(seconds(Math.max(0, at - padding)));
      }
    } else if (probability < rule.negativeThreshold() && speech) {
      if (silenceStart == NONE) {
        silenceStart = at;
      }
      if (at - silenceStart >= SegmentRule.samples(rule.minSilence(), rate)) {
        speech = false;
        listener.ended(seconds(silenceStart + padding));
        silenceStart = NONE;
      }
    }
    at += rate.chunk();
  }

  /**
   * The end of the audio, which ends speech as well.
   *
   * @param samples how many there were, without what filled the last chunk up
   */
  public void finish(long samples) {
    if (speech) {
      speech = false;
      listener.ended(seconds(samples));
    }
  }

  private double seconds(long samples) {
    return (double) samples / rate.hertz();
  }
}
