package dev.vecurrent.internal.parallel;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How far one part of a call has come, for those that read what it makes: whoever has seen a count
 * reads what was written before it was published. Allocates nothing.
 */
public final class Progress {

  /** Ints on either side of the count: a cache line of its own. */
  private static final int COUNT = 32;

  private final AtomicIntegerArray count = new AtomicIntegerArray(2 * COUNT);
  private volatile boolean stopped;

  /** Starts again at 0; nobody may be waiting. */
  public void prepare() {
    stopped = false;
    count.set(COUNT, 0);
  }

  /** Says that everything up to {@code newCount} is there. */
  public void publish(int newCount) {
    count.setRelease(COUNT, newCount);
  }

  /**
   * Waits for a count.
   *
   * @throws RuntimeException if {@link #stop} was called before it was reached
   */
  public void await(int least) {
    int pauses = 0;
    while (count.getAcquire(COUNT) < least) {
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
