package dev.vecurrent.lecture;

import java.time.Duration;

/**
 * Times a call: the best of rounds, once the code is warm.
 *
 * @param time how long each subject runs, warm-up included
 */
record Stopwatch(Duration time) {

  private static final int CALLS = 10;

  /** Seconds a call. */
  double seconds(Runnable call) {
    long best = Long.MAX_VALUE;
    long end = System.nanoTime() + time.toNanos();
    do {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      best = Math.min(best, System.nanoTime() - start);
    } while (System.nanoTime() < end);
    return best / 1e9 / CALLS;
  }
}
