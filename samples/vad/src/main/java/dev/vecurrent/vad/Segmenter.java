package dev.vecurrent.vad;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the probabilities of chunks into segments by Silero VAD's rule. Keeps one segment back,
 * since its padding depends on where the next one starts, and nothing else.
 */
public final class Segmenter {

  private static final long NONE = -1;

  private final SegmentRule rule;
  private final SampleRate rate;
  private final Consumer<Segment> segments;
  private final long padding;
  private long at;
  private long start = NONE;
  private long silenceStart = NONE;
  private @Nullable Segment last;

  /** Begins with silence; each segment is given to a consumer when its end is certain. */
  public Segmenter(SegmentRule rule, SampleRate rate, Consumer<Segment> segments) {
    this.rule = rule;
    this.rate = rate;
    this.segments = segments;
    padding = SegmentRule.samples(rule.padding(), rate);
  }

  /** The next chunk. */
  public void next(float probability) {
    if (probability >= rule.threshold()) {
      silenceStart = NONE;
      if (start == NONE) {
        start = at;
      }
    } else if (probability < rule.negativeThreshold() && start != NONE) {
      if (silenceStart == NONE) {
        silenceStart = at;
      }
      if (at - silenceStart >= SegmentRule.samples(rule.minSilence(), rate)) {
        close(silenceStart);
      }
    }
    at += rate.chunk();
  }

  /**
   * The end of the audio.
   *
   * @param samples how many there were, without what filled the last chunk up
   */
  public void finish(long samples) {
    if (start != NONE) {
      close(samples);
    }
    if (last != null) {
      segments.accept(new Segment(last.start(), Math.min(samples, last.end() + padding)));
      last = null;
    }
  }

  private void close(long end) {
    if (end - start > SegmentRule.samples(rule.minSpeech(), rate)) {
      add(start, end);
    }
    start = NONE;
    silenceStart = NONE;
  }

  /** Pads the start of a segment and the end of the one before. */
  private void add(long begin, long end) {
    long before = padding;
    if (last != null) {
      long silence = begin - last.end();
      if (silence < 2 * padding) {
        before = silence / 2;
      }
      segments.accept(new Segment(last.start(), last.end() + before));
    }
    last = new Segment(Math.max(0, begin - before), end);
  }
}
