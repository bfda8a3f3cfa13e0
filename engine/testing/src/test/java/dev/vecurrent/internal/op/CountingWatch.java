package dev.vecurrent.internal.op;

import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.limit.CancelToken;

/** Counts what a run says of its work, and cancels the call after some of it. */
final class CountingWatch extends Watch {

  private final CancelToken token = new CancelToken();
  private final long most;
  private long spent;
  private long largest;

  /**
   * A watch of a call.
   *
   * @param most work after which the call is cancelled
   */
  CountingWatch(long most) {
    this.most = most;
    enter(CallLimits.none().withToken(token));
  }

  @Override
  public void spend(long work) {
    spent += work;
    largest = Math.max(largest, work);
    if (spent > most) {
      token.cancel();
    }
    super.spend(work);
  }

  /** All work, that which was about to be done when the call ended included. */
  long spent() {
    return spent;
  }

  /** The most that was counted at once. */
  long largest() {
    return largest;
  }
}
