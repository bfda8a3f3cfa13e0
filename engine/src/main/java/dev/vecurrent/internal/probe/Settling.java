package dev.vecurrent.internal.probe;

import java.util.Arrays;

/**
 * Tells from the time of each round of calls when the code they run has come to its full speed: no
 * window of the last half second has had a median that is noticeably below the lowest before.
 *
 * <p>Half a second, because speed falls in stairs: while C2 compiles a kernel, calls take the same
 * time again and again.
 */
final class Settling {

  /** A window is at least this long, */
  static final long WINDOW_NANOS = 50_000_000;

  /** and has at least this many rounds. */
  static final int WINDOW_ROUNDS = 3;

  /** So many windows without a gain are the end. */
  static final int STILL_WINDOWS = 10;

  /** What counts as a gain, and as being as fast as ever. */
  private static final double GAIN = 0.95;

  /** Rounds of a window that are kept: the last ones. */
  private final long[] rounds = new long[1024];

  private int count;
  private long windowNanos;
  private double lowest = Double.POSITIVE_INFINITY;
  private double last = Double.NaN;
  private int still;

  /**
   * Notes a round.
   *
   * @param nanos how long it took
   * @return whether full speed has been reached
   */
  boolean add(long nanos) {
    rounds[count % rounds.length] = nanos;
    count++;
    windowNanos += nanos;
    if (count < WINDOW_ROUNDS || windowNanos < WINDOW_NANOS) {
      return false;
    }
    last = median();
    count = 0;
    windowNanos = 0;
    if (last < lowest * GAIN) {
      lowest = last;
      still = 0;
    } else {
      still++;
    }
    return still >= STILL_WINDOWS && last * GAIN <= lowest;
  }

  /**
   * The median of the last whole window, or of the rounds so far where there is none; NaN: none.
   */
  double nanosPerRound() {
    return Double.isNaN(last) && count > 0 ? median() : last;
  }

  private double median() {
    long[] sorted = Arrays.copyOf(rounds, Math.min(count, rounds.length));
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
