package dev.vecurrent.internal.parallel;

import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for something that other threads of the same call are about to do: it spins
 * for a few microseconds, then gives its processor to others for some hundred, then sleeps a little
 * at a time. The spin is short because the other thread may be waiting for this very processor; a
 * yield that finds nobody waiting takes half a microsecond. An interrupt neither ends nor is lost
 * in such a wait.
 */
final class Pause {

  /** Without a second processor nothing happens while this one spins. */
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 0;

  private static final int YIELDS = 1_000;
  private static final long NAP_NANOS = 50_000;

  private Pause() {}

  /**
   * Pauses once.
   *
   * @param pauses pauses of this wait so far
   * @return one more
   */
  @SuppressWarnings("ThreadPriorityCheck") // no correctness rests on yielding
  static int pause(int pauses) {
    if (pauses < SPINS) {
      Thread.onSpinWait();
      return pauses + 1;
    }
    if (pauses < SPINS + YIELDS) {
      Thread.yield();
      return pauses + 1;
    }
    LockSupport.parkNanos(NAP_NANOS);
    if (Thread.currentThread().isInterrupted()) {
      Thread.yield(); // an interrupted thread does not sleep
    }
    return pauses;
  }
}
