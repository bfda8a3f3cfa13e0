package dev.vecurrent.bench.measure;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.bench.contender.Contender;
import java.lang.management.ManagementFactory;

/** Heap that a call of a warm contender takes. */
final class Allocation {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MOST_CALLS = 20;

  private Allocation() {}

  /**
   * Bytes a call by the calling thread: the mean of some calls that take about {@code nanos}.
   *
   * @param callNanos about how long a call takes
   */
  static double bytesPerCall(Contender contender, double callNanos, long nanos) {
    int calls = (int) Math.clamp(nanos / Math.max(1, callNanos), 1, MOST_CALLS);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int call = 0; call < calls; call++) {
      contender.run();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) calls;
  }
}
