package dev.vecurrent.limit;

import java.time.Duration;
import java.util.Optional;

/**
 * When a call ends before it is done: after a time, when a token is cancelled, and in any case when
 * the calling thread is {@linkplain Thread#interrupt interrupted}. Immutable; one object serves any
 * number of calls, each of which has the whole time.
 *
 * <p>A call looks at its limits between nodes, turns of loops, time steps and blocks of work of a
 * few milliseconds at most. It then throws a {@link CallEndedException}; carried states and random
 * numbers are as they were before the call.
 */
public final class CallLimits {

  private static final CallLimits NONE = new CallLimits(Long.MAX_VALUE, Optional.empty());

  private final long nanos;
  private final Optional<CancelToken> token;

  private CallLimits(long nanos, Optional<CancelToken> token) {
    this.nanos = nanos;
    this.token = token;
  }

  /** No limit but an interrupt. */
  public static CallLimits none() {
    return NONE;
  }

  /**
   * Calls of at most this time.
   *
   * @param timeout more than zero; one of more than 292 years is no limit
   * @throws IllegalArgumentException if it is not positive
   */
  public static CallLimits within(Duration timeout) {
    return NONE.withTimeout(timeout);
  }

  /** These limits with another time; see {@link #within}. */
  public CallLimits withTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout: expected more than zero, found " + timeout);
    }
    Duration longest = Duration.ofNanos(Long.MAX_VALUE);
    return new CallLimits(
        timeout.compareTo(longest) < 0 ? timeout.toNanos() : Long.MAX_VALUE, token);
  }

  /** These limits with a token that ends the calls. */
  public CallLimits withToken(CancelToken newToken) {
    return new CallLimits(nanos, Optional.of(newToken));
  }

  /** The time of a call; empty for no limit. */
  public Optional<Duration> timeout() {
    return nanos == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  /** The time of a call in nanoseconds; {@link Long#MAX_VALUE} for no limit. */
  public long nanos() {
    return nanos;
  }

  /** The token that ends the calls, if there is one. */
  public Optional<CancelToken> token() {
    return token;
  }

  @Override
  public String toString() {
    return "CallLimits[timeout="
        + timeout().map(Duration::toString).orElse("none")
        + ", token="
        + (token.isPresent() ? "given" : "none")
        + "]";
  }
}
