package dev.vecurrent.internal.kernel;

/**
 * When calls of one kind go over from the scalar twin to the vector twin.
 *
 * <p>The scalar twin answers first. Once it has run for a while, some calls go to the vector twin,
 * so that the JIT compiler sees it: each kind never spends more than {@link #SHARE} times as long
 * on these probes as all calls of the scalar twin have taken. The hand-over is when several probes
 * in a row took no more than {@link #NEAR} times what the scalar twin takes at its best, or,
 * whatever they show, when probes have taken enough.
 *
 * <p>Threads share it without a lock: sums that lose a call do no harm, for both twins give the
 * same bits.
 */
final class HandOver {

  /** No probe before calls of the scalar twin have taken so long: the first answers come soon. */
  static final long GRACE_NANOS = 50_000_000;

  /** No probe before so many calls of the same kind, which the scalar twin's best is taken from. */
  static final int SCALAR_CALLS = 32;

  /** How long probes of a kind may take, as a multiple of what scalar calls of all have taken. */
  static final int SHARE = 4;

  /**
   * A probe is fast within this multiple of the scalar twin's best: before it is compiled, the
   * vector twin takes many times as long, and for a few units it need not be the faster one at all.
   */
  static final int NEAR = 2;

  /** So many probes in a row must be fast. */
  static final int FAST_PROBES = 8;

  /** Probes of one kind that have taken so long are the end. */
  static final long MOST_PROBE_NANOS = 1_000_000_000;

  /** What the kinds of a process share. */
  static final class Budget {
    private long scalarNanos;
  }

  private final Budget budget;
  private boolean used;
  private boolean done;
  private int scalarCalls;
  private long probeNanos;
  private double least = Double.POSITIVE_INFINITY;
  private int fast;

  HandOver(Budget budget) {
    this.budget = budget;
  }

  /** Whether all calls go to the vector twin. */
  boolean isDone() {
    return done;
  }

  /** Whether there were calls, and they do not all go to the vector twin yet. */
  boolean isUnderWay() {
    return used && !done;
  }

  /** Whether the next call is for the vector twin, to see how fast it is. */
  boolean isProbe() {
    used = true;
    return scalarCalls >= SCALAR_CALLS && probeNanos < SHARE * (budget.scalarNanos - GRACE_NANOS);
  }

  /**
   * Notes a call.
   *
   * @param isProbe whether the vector twin ran
   * @param nanos how long it took
   * @param work how much there was to do, in any unit
   */
  void ran(boolean isProbe, long nanos, long work) {
    double each = (double) nanos / Math.max(1, work);
    if (!isProbe) {
      scalarCalls++;
      budget.scalarNanos += nanos;
      least = Math.min(least, each);
      return;
    }
    probeNanos += nanos;
    fast = each <= NEAR * least ? fast + 1 : 0;
    done |= fast >= FAST_PROBES || probeNanos >= MOST_PROBE_NANOS;
  }
}
