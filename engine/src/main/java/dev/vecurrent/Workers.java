package dev.vecurrent;

import dev.vecurrent.internal.parallel.SplitPolicy;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.parallel.WorkerPool;

/**
 * Threads that help the calls of sessions and streams, owned by the caller: {@link
 * Model#newSession(Workers)}. Answers have the same bits with and without them.
 *
 * <p>A call is split where that is expected to be clearly faster, by rows of the batch, directions,
 * stacked layers or units of a large layer; {@link Plan#describe} tells how. Recurrent layers of
 * float64 and the operators around the layers run in the calling thread.
 *
 * <p>Safe for use by any number of threads and shared by any number of sessions. Workers help one
 * call at a time: one that finds them busy runs in its own thread, as does every call after {@link
 * #close}. They are daemon threads, spin for some ten microseconds after a call and sleep
 * otherwise; without {@link #close} they stay until the process ends. An interrupt of the calling
 * thread does not end a call, and is not lost.
 */
public final class Workers implements AutoCloseable {

  private final Team team;

  private Workers(int threads) {
    this(threads, SplitPolicy.DEFAULT);
  }

  /** Workers that split by a policy of their own. */
  Workers(int threads, SplitPolicy policy) {
    this.team = new Team(new WorkerPool(threads), policy);
  }

  /**
   * Starts workers.
   *
   * @param threads threads that a call may use, 1 to 32,767; the calling thread counts as one, so
   *     {@code threads - 1} are started
   * @throws IllegalArgumentException if {@code threads} is out of range
   */
  public static Workers of(int threads) {
    return new Workers(threads);
  }

  /**
   * Starts workers for all processors that this process may use, as {@link
   * Runtime#availableProcessors} counts them: limits of a container are honoured.
   */
  public static Workers ofAvailable() {
    return of(Runtime.getRuntime().availableProcessors());
  }

  /** Threads that a call may use, the calling one among them. */
  public int threads() {
    return team.threads();
  }

  Team team() {
    return team;
  }

  /**
   * Ends the workers, after the call that they help with if there is one. Sessions remain usable
   * and run in the calling thread. Closing again has no effect.
   */
  @Override
  public void close() {
    team.pool().close();
  }
}
