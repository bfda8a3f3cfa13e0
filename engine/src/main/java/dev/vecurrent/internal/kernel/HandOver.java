package dev.vecurrent.internal.kernel;

import java.util.function.LongSupplier;

/**
 * When calls of one kind go over from the scalar twin to the vector twin, in this process.
 *
 * <p>The scalar twin answers first. Once it has run for a while, some calls go to the vector twin,
 * so that the JIT compiler sees it: each kind never spends more than {@link #SHARE} times as long
 * on these probes as all calls of the scalar twin have taken. The hand-over is when several probes
 * in a row took no more than {@link #NEAR} times what the scalar twin takes at its best, or when
 * probes have taken enough and are not slow.
 *
 * <p>Where probes have taken enough and are {@link #SLOW} still, the compiler is late, or there is
 * none that makes vectors. Probes then go on with {@link #LATE_SHARE} of the time of their kind.
 * After {@link #PATIENCE_NANOS} of them the kind stays with the scalar twin, and rare probes tell
 * whether that changes.
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

  /** A probe that takes this multiple of the scalar twin's best ran code that is not compiled. */
  static final int SLOW = 6;

  /** So many probes in a row must be fast. */
  static final int FAST_PROBES = 8;

  /** Probes of one kind that have taken so long are the end. */
  static final long MOST_PROBE_NANOS = 1_000_000_000;

  /** Probes that go on when the compiler is late take this part of the time of their kind. */
  static final int LATE_SHARE = 2;

  /** Slow probes of one kind that have taken so long say that nothing compiles them. */
  static final long PATIENCE_NANOS = 10_000_000_000L;

  /** A kind that stays with the scalar twin spends this part of its time on probes. */
  static final int RARE = 50;

  /** What the kinds of a process share. */
  static final class Budget {
    private long scalarNanos;
    private boolean said;
  }

  private final Budget budget;
  private boolean done;
  private boolean late;
  private boolean staying;
  private int scalarCalls;
  private long scalarNanos;
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

  /** Whether calls stay with the scalar twin, but for rare probes. */
  boolean isStaying() {
    return staying;
  }

  /** Whether the next call is for the vector twin, to see how fast it is. */
  boolean isProbe() {
    if (late) {
      return probeNanos < scalarNanos / (staying ? RARE : LATE_SHARE);
    }
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
      scalarNanos += nanos;
      least = Math.min(least, each);
      return;
    }
    probeNanos += nanos;
    fast = each <= NEAR * least ? fast + 1 : 0;
    boolean slow = each >= SLOW * least;
    if (fast >= FAST_PROBES || (isEnough() && !slow)) {
      done = true;
      staying = false;
    } else if (isEnough()) {
      beLate(each / least);
    }
  }

  /** Whether probes have taken all the time that they have in this phase. */
  private boolean isEnough() {
    return !staying && probeNanos >= (late ? PATIENCE_NANOS : MOST_PROBE_NANOS);
  }

  /** Begins the next phase, whose times count from here. */
  private void beLate(double times) {
    if (late) {
      staying = true;
      say(times);
    }
    late = true;
    scalarNanos = 0;
    probeNanos = 0;
  }

  private void say(double times) {
    if (budget.said) {
      return;
    }
    budget.said = true;
    KernelProvider.log(
        "the vector kernels took %.0f times as long; is this a JVM without C2?".formatted(times));
  }

  /** One model's part in a {@link HandOver}: whether it has called the kind, and the clock. */
  static final class Turns {

    private final HandOver handOver;
    private final LongSupplier clock;
    private boolean used;

    Turns(HandOver handOver, LongSupplier clock) {
      this.handOver = handOver;
      this.clock = clock;
    }

    /** Whether all calls go to the vector twin. */
    boolean isDone() {
      return handOver.isDone();
    }

    /** Whether there were calls of this model, and where they go is not settled yet. */
    boolean isUnderWay() {
      return used && !handOver.isDone() && !handOver.isStaying();
    }

    /** Forgets the calls of this model. */
    void forget() {
      used = false;
    }

    /** Whether the next call is for the vector twin, to see how fast it is. */
    boolean isProbe() {
      used = true;
      return handOver.isProbe();
    }

    /** Nanoseconds, to be given to {@link #ran}. */
    long now() {
      return clock.getAsLong();
    }

    /** Notes a call that began at {@code start}; see {@link HandOver#ran}. */
    void ran(boolean isProbe, long start, long work) {
      handOver.ran(isProbe, clock.getAsLong() - start, work);
    }
  }
}
