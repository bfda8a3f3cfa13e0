package dev.vecurrent.internal.limit;

/**
 * What bounds the work of a session, or of the compiling of a model.
 *
 * @param watch whether it goes on
 * @param budget what memory it may take
 */
public record Bounds(Watch watch, Budget budget) {

  /** Bounds without limits, for work that nobody else waits for. */
  public static Bounds none() {
    return new Bounds(new Watch(), Budget.unlimited());
  }

  /** Bounds of a session. */
  public static Bounds ofSession(long sessionBytes, long valueBytes) {
    return new Bounds(new Watch(), Budget.ofSession(sessionBytes, valueBytes));
  }
}
