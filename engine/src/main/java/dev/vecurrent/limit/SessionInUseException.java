package dev.vecurrent.limit;

/**
 * A session or stream was entered by a second thread while a call was running. The running call is
 * not disturbed; the second one has done nothing. A session is for one thread at a time: each
 * thread opens its own.
 */
public final class SessionInUseException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  /** A second entry. */
  public SessionInUseException() {
    super(
        "the session is in use by another thread: a session is for one thread at a time; open one"
            + " for each with Model.newSession");
  }
}
