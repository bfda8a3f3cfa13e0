package dev.vecurrent.limit;

/**
 * Ends calls from another thread: whoever holds it may {@link #cancel} every call that was given
 * it, those that run and those that come. Once cancelled it stays so.
 *
 * <p>Safe for use by any number of threads.
 */
public final class CancelToken {

  private volatile boolean cancelled;

  /** A token that is not cancelled. */
  public CancelToken() {}

  /** Ends the calls with this token: each throws a {@link CallEndedException} soon. */
  public void cancel() {
    cancelled = true;
  }

  /** Whether it was cancelled. */
  public boolean isCancelled() {
    return cancelled;
  }
}
