package dev.vecurrent.internal.limit;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.CallEndedException.Reason;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.limit.CancelToken;
import dev.vecurrent.limit.SessionInUseException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;

/**
 * Ends a call in time. Loops say how much work they are about to do; once in a block of work the
 * watch looks at the clock, the token and the interrupt. One call at a time: it also tells a second
 * thread that enters.
 *
 * <p>{@link #spend} is for the thread of the call; {@link #check} for those that help it, too.
 */
public class Watch {

  /** Operations between two looks: a few milliseconds at the very most. */
  public static final long BLOCK = 1L << 20;

  private static final VarHandle ENTERED;

  static {
    try {
      ENTERED = MethodHandles.lookup().findVarHandle(Watch.class, "entered", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("UnusedVariable") // read and written through ENTERED
  private int entered;

  private final LongConsumer spending = this::spend;
  private long left = BLOCK;
  private @Nullable Thread caller;
  private @Nullable CancelToken token;
  private long limit = Long.MAX_VALUE;
  private long start;

  /**
   * Begins a call, which must {@link #leave}.
   *
   * @throws SessionInUseException if another call is running
   * @throws CallEndedException if the call is to end before it begins; it must not leave then
   */
  public void enter(CallLimits limits) {
    if (!ENTERED.compareAndSet(this, 0, 1)) {
      throw new SessionInUseException();
    }
    boolean isEntered = false;
    try {
      Thread now = Thread.currentThread();
      if (caller != now) {
        caller = now;
      }
      if (limits != CallLimits.none() || limit != Long.MAX_VALUE || token != null) {
        take(limits);
      }
      left = BLOCK;
      Reason reason = reason();
      if (reason != null) {
        throw new CallEndedException(reason, limit);
      }
      isEntered = true;
    } finally {
      if (!isEntered) {
        entered = 0; // calls nothing: the stack may have ended
      }
    }
  }

  private void take(CallLimits limits) {
    token = limits.token().orElse(null);
    limit = limits.nanos();
    start = limit == Long.MAX_VALUE ? 0 : System.nanoTime();
  }

  /** Ends a call. */
  public void leave() {
    boolean isLeft = false;
    try {
      ENTERED.setRelease(this, 0);
      isLeft = true;
    } finally {
      if (!isLeft) {
        entered = 0; // where the stack has ended
      }
    }
  }

  /**
   * Counts work that is about to be done.
   *
   * @param work operations, about a nanosecond each; loops with more than {@link #BLOCK} are to
   *     count it in pieces
   * @throws CallEndedException if the call is to end
   */
  public void spend(long work) {
    left -= work;
    if (left < 0) {
      left = BLOCK;
      check();
    }
  }

  /** {@link #spend}, for those that tell what they do. */
  public final LongConsumer spending() {
    return spending;
  }

  /**
   * Looks at the limits.
   *
   * @throws CallEndedException if the call is to end
   */
  public void check() {
    Reason reason = reason();
    if (reason != null) {
      throw new CallEndedException(reason, limit);
    }
  }

  private @Nullable Reason reason() {
    CancelToken own = token;
    if (own != null && own.isCancelled()) {
      return Reason.CANCELLED;
    }
    Thread thread = caller;
    if (thread != null && thread.isInterrupted()) {
      return Reason.INTERRUPTED;
    }
    if (limit != Long.MAX_VALUE && System.nanoTime() - start >= limit) {
      return Reason.TIMEOUT;
    }
    return null;
  }
}
