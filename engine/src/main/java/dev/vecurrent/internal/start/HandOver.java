package dev.vecurrent.internal.start;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.KernelKind;
import dev.vecurrent.internal.kernel.Kernels;

/**
 * When calls of one kind go over from the scalar twin to the vector twin, in this process.
 *
 * <p>The scalar twin answers first. Rehearsals let the JIT compiler see the vector twin, in slices:
 * thousands of calls with nothing to do, and now and then one with a little work. Code that is not
 * compiled takes a hundred nanoseconds and more for a vector operation, compiled code less than
 * {@link #FAST_NANOS}. After several fast rounds in a row all calls go to the vector twin, for
 * good.
 *
 * <p>Where {@link #PATIENCE_NANOS} of rehearsals did not help, the compiler is very late, or there
 * is none that makes vectors. The kind stays with the scalar twin then, the log says so, and rare
 * slices tell whether that changes.
 */
final class HandOver {

  /** How long a slice takes, unless one round takes longer, */
  static final long SLICE_NANOS = 100_000;

  /** and at most after a long answer. */
  static final long LONGEST_SLICE_NANOS = 2_000_000;

  /**
   * Calls with nothing to do for each round. C2 compiles after 5,000 calls, and after many times as
   * many while other methods wait for it. What less than one in 117 calls reaches it does not
   * inline.
   */
  private static final int ENTRIES = 50;

  /** From slice to slice at least: the JIT compiler needs the time. */
  static final long PAUSE_NANOS = 1_000_000;

  /** The same where nothing compiles the kind: a slice is a thousandth of that. */
  static final long LONG_PAUSE_NANOS = 100_000_000;

  /** A vector operation that is compiled takes less, on any processor. */
  static final int FAST_NANOS = 10;

  /** What a clock may add. */
  private static final int TICK_NANOS = 1_000;

  /** So many fast rounds in a row are the end: each variant once. */
  static final int FAST_ROUNDS = 8;

  /** Rehearsals of one kind that have taken so long say that nothing compiles it. */
  static final long PATIENCE_NANOS = 2_000_000_000L;

  private final HandOvers process;
  private final KernelKind kind;
  private Kernels.@Nullable Rehearsal rehearsal;
  private int round;
  private long nanos;
  private long pauseEnds = Long.MIN_VALUE;
  private boolean done;
  private boolean staying;

  HandOver(HandOvers process, KernelKind kind) {
    this.process = process;
    this.kind = kind;
  }

  /** Whether it is time for a slice. */
  boolean isDue(long now) {
    return pauseEnds <= now;
  }

  /**
   * One slice; {@link HandOvers} sees to it that nobody else is at it.
   *
   * @param slice nanoseconds that it takes
   */
  void rehearse(long slice) {
    if (done) {
      return;
    }
    long start = process.now();
    Kernels.Rehearsal own = rehearsal;
    if (own == null) {
      own = process.rehearsal(kind);
      rehearsal = own;
    }
    do {
      for (int i = 0; i < ENTRIES; i++) {
        own.enter();
      }
      own.play(round++);
    } while (process.now() - start < slice);
    done = isFast(own);
    long end = process.now();
    nanos += end - start;
    if (done) {
      staying = false;
      rehearsal = null;
    } else if (!staying && nanos > PATIENCE_NANOS) {
      staying = true;
      process.say("nothing compiles " + kind + "; is this a JVM without C2?");
    }
    pauseEnds = end + (staying ? LONG_PAUSE_NANOS : PAUSE_NANOS);
  }

  /** Each round is played twice: the first brings the code into the caches. */
  private boolean isFast(Kernels.Rehearsal own) {
    for (int i = 0; i < FAST_ROUNDS; i++) {
      own.play(round);
      long start = process.now();
      int operations = own.play(round++);
      if (process.now() - start > (long) FAST_NANOS * operations + TICK_NANOS) {
        return false;
      }
    }
    return true;
  }

  /** One model's part in a hand-over: whether it has called the kind. */
  static final class Turns {

    private final HandOver handOver;
    private boolean used;

    Turns(HandOver handOver) {
      this.handOver = handOver;
    }

    /** Whether all calls go to the vector twin. */
    boolean isDone() {
      return handOver.done;
    }

    /** Whether there were calls of this model, and where they go is not settled yet. */
    boolean isUnderWay() {
      return used && !handOver.done && !handOver.staying;
    }

    /** Forgets the calls of this model. */
    void forget() {
      used = false;
    }

    /** Notes that the scalar twin begins; returns nanoseconds for {@link #answered}. */
    long begin() {
      used = true;
      return handOver.process.now();
    }

    /** Notes that the scalar twin has answered a call that began at {@code start}. */
    void answered(long start) {
      handOver.process.answered(handOver, start);
    }

    /** Rehearses the kind a little. */
    void rehearse() {
      handOver.process.rehearse(handOver, SLICE_NANOS);
    }
  }
}
