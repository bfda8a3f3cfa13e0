package dev.vecurrent.internal.random;

/**
 * What all streams of one session share: the seed, and the number of the call. Each call draws
 * other numbers, and a call that is taken back leaves no trace.
 */
public final class Draws {

  private long seed;
  private long call;

  /** A number that no call before had, not even one that was taken back. */
  private long epoch;

  private boolean canUndo;

  /** Starts again: the next call is the first with this seed. */
  public void restart(long newSeed) {
    seed = newSeed;
    returnTo(0);
  }

  /** A call begins. */
  public void nextCall() {
    call++;
    epoch++;
    canUndo = true;
  }

  /** Takes the last call back, once. */
  public void undo() {
    if (canUndo) {
      returnTo(call - 1);
    }
  }

  /** How many calls there were. */
  public long calls() {
    return call;
  }

  /** Lets the next call be the one after some number of calls. */
  public void returnTo(long calls) {
    call = calls;
    epoch++;
    canUndo = false;
  }

  long seed() {
    return seed;
  }

  long epoch() {
    return epoch;
  }
}
