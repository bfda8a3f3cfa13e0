package dev.vecurrent.bench.contender;

/**
 * An engine with a network loaded, its input bound and its output buffer ready. Opened, run and
 * closed by one thread.
 */
public interface Contender extends AutoCloseable {

  /** Runs the network once. */
  void run();

  /** Y {@code [T, D, N, H]} of the last layer after the last run; may allocate. */
  float[] output();

  /**
   * Whether a run takes nothing from the heap once the JIT compiler has seen it: until it takes
   * nothing, it is not warm.
   */
  default boolean allocatesNothing() {
    return false;
  }

  /** Whether threads of a pool spin on for a while after a run. */
  default boolean leavesThreadsSpinning() {
    return false;
  }

  @Override
  void close();
}
