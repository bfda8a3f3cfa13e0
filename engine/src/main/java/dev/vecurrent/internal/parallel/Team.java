package dev.vecurrent.internal.parallel;

/**
 * Who may help a session's calls, and what is worth it.
 *
 * @param pool the threads, which several sessions may share
 * @param policy what is split
 */
public record Team(WorkerPool pool, SplitPolicy policy) {

  /** The calling thread only. */
  public static final Team ALONE = new Team(new WorkerPool(1), SplitPolicy.DEFAULT);

  /** Threads that a call may use, the caller among them. */
  public int threads() {
    return pool.threads();
  }
}
