package dev.vecurrent.internal.parallel;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Lets the parts of a call go on together, once a step. What a part wrote before {@link #await} all
 * read after it. Allocates nothing.
 */
public final class SpinBarrier {

  /** Ints between two counters, so that those who wait do not share a cache line with arrivals. */
  private static final int APART = 32;

  private static final int ARRIVED = APART;
  private static final int PHASE = 2 * APART;

  private final AtomicIntegerArray counters = new AtomicIntegerArray(3 * APART);
  private volatile boolean stopped;
  private int parties = 1;

  /** Readies the barrier for {@code newParties} parts, none of which may be waiting. */
  public void prepare(int newParties) {
    parties = newParties;
    stopped = false;
    counters.set(ARRIVED, 0);
  }

  /**
   * Waits until all parts have come here.
   *
   * @throws RuntimeException if {@link #stop} was called: not all of them will
   */
  public void await() {
    int phase = counters.getAcquire(PHASE); // cannot move before this part has arrived
    if (counters.incrementAndGet(ARRIVED) == parties) {
      counters.setPlain(ARRIVED, 0);
      counters.setRelease(PHASE, phase + 1);
      return;
    }
    int pauses = 0;
    while (counters.getAcquire(PHASE) == phase) {
      if (stopped) {
        throw new StoppedException();
      }
      pauses = Pause.pause(pauses);
    }
  }

  /** Ends every wait until {@link #prepare}. */
  public void stop() {
    stopped = true;
  }
}
