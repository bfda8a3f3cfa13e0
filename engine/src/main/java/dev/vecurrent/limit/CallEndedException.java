package dev.vecurrent.limit;

import java.time.Duration;

/**
 * A call that ended before it was done, because its {@link CallLimits} say so or its thread was
 * interrupted. Carried states and random numbers are as they were before the call; outputs may have
 * been written in part. An interrupted thread stays interrupted.
 */
public final class CallEndedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why a call ended. */
  public enum Reason {
    /** It took longer than {@link CallLimits#timeout}. */
    TIMEOUT,
    /** Its {@link CancelToken} was cancelled. */
    CANCELLED,
    /** Its thread was interrupted. */
    INTERRUPTED
  }

  private final Reason reason;
  private final String node;

  /**
   * An end.
   *
   * @param limitNanos the time that the call was given, for {@link Reason#TIMEOUT}
   */
  public CallEndedException(Reason reason, long limitNanos) {
    this(reason, "", words(reason, limitNanos));
  }

  private CallEndedException(Reason reason, String node, String message) {
    super(message);
    this.reason = reason;
    this.node = node;
  }

  private static String words(Reason reason, long limitNanos) {
    return switch (reason) {
      case TIMEOUT ->
          "the call took longer than the limit of "
              + text(Duration.ofNanos(limitNanos))
              + " (CallLimits.withTimeout, or --timeout)";
      case CANCELLED -> "the call was cancelled";
      case INTERRUPTED -> "the calling thread was interrupted";
    };
  }

  private static String text(Duration time) {
    return time.compareTo(Duration.ofMillis(1)) < 0
        ? time.toNanos() + " ns"
        : time.compareTo(Duration.ofSeconds(1)) < 0
            ? time.toMillis() + " ms"
            : time.toMillis() / 1000.0 + " s";
  }

  /**
   * The same end at a node, or in the node around it.
   *
   * @param words how messages name the node
   */
  public CallEndedException at(String words) {
    CallEndedException named =
        new CallEndedException(reason, node.isEmpty() ? words : node, words + ": " + getMessage());
    named.setStackTrace(getStackTrace());
    return named;
  }

  /** Why the call ended. */
  public Reason reason() {
    return reason;
  }

  /** The innermost node at which it ended, as messages name it; empty between nodes. */
  public String node() {
    return node;
  }
}
