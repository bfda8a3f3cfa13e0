package dev.vecurrent.internal.parallel;

/** Ends a part that waits for another one that has failed; the caller gets that one's failure. */
final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("another part of the call has failed");
  }
}
