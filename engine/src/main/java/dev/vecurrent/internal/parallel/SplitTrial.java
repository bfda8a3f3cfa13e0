package dev.vecurrent.internal.parallel;

/**
 * Whether the splits of one session pay, from the time that its calls took: processors may be busy
 * with other things, which no estimate knows. Now and then a few calls run the other way; the way
 * that took less time for its work is kept. The longer it stays the same, the rarer are the trials.
 *
 * <p>Concerns time only: answers have the same bits either way.
 */
public final class SplitTrial {

  /** Calls of a trial. Its first one does not count: it may have to wake threads. */
  private static final int TRIAL_CALLS = 4;

  /** Calls between trials at first, while code may not have been compiled yet. */
  private static final int LEAST_INTERVAL = 8;

  private static final int MOST_INTERVAL = 512;

  private final boolean measures;
  private int batch = -1;

  /** What calls between trials do. */
  private boolean kept;

  /** What the next call does. */
  private boolean split;

  private boolean inTrial;
  private int interval;

  /** Calls until the next trial, or to the end of this one. */
  private int left;

  private boolean skipsNext;
  private double nanos;
  private double flops;

  /** Nanoseconds for a floating point operation of the calls between trials. */
  private double keptPace;

  /** A trial of one session; one that does not measure always splits. */
  public SplitTrial(SplitPolicy policy) {
    measures = policy.measures();
  }

  /**
   * Whether the next call is split.
   *
   * @param newBatch rows of the call; what was measured with other numbers of rows says nothing
   */
  public boolean splits(int newBatch) {
    if (batch != newBatch) {
      batch = newBatch;
      kept = true;
      interval = LEAST_INTERVAL;
      start(false, TRIAL_CALLS);
    }
    return !measures || split;
  }

  /**
   * Notes a call that went as {@link #splits} said.
   *
   * @param callNanos how long it took
   * @param callFlops how much work it was
   */
  public void ended(long callNanos, double callFlops) {
    if (skipsNext) {
      skipsNext = false;
    } else {
      nanos += callNanos;
      flops += callFlops;
    }
    if (--left > 0) {
      return;
    }
    double pace = nanos / flops;
    if (!inTrial) {
      keptPace = pace;
      start(true, TRIAL_CALLS);
      return;
    }
    if (pace < keptPace) {
      kept = !kept;
      interval = LEAST_INTERVAL;
    } else {
      interval = Math.min(2 * interval, MOST_INTERVAL);
    }
    start(false, interval);
  }

  private void start(boolean trial, int calls) {
    inTrial = trial;
    split = trial != kept;
    left = calls;
    skipsNext = true;
    nanos = 0;
    flops = 0;
  }
}
