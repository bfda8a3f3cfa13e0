package dev.vecurrent.internal.kernel;

import java.util.function.LongSupplier;

/** One model's part in a {@link HandOver}: whether it has called the kind, and the clock. */
final class Turns {

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
