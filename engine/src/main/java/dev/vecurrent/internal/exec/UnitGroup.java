package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.parallel.SpinBarrier;

/**
 * What the parts share that split the units of one direction and range of rows: the hidden states
 * of all units, of which each part writes its own. States are kept twice, so that one wait a step
 * is enough: a step reads what the step before wrote to the other.
 */
final class UnitGroup {

  private final Budget budget;
  private final SpinBarrier barrier = new SpinBarrier();

  /** Hidden states, {@code [rows, padded H]}, from which even steps start. */
  private float[] even = new float[0];

  /** Those from which odd steps start. */
  private float[] odd = new float[0];

  /** {@code r ⊙ h} of a GRU with {@code linear_before_reset = 0}, likewise. */
  private float[] reset = new float[0];

  UnitGroup(Budget budget) {
    this.budget = budget;
  }

  /**
   * Readies the group for a call.
   *
   * @param parts how many share it
   * @param floats rows of the batch by padded units
   */
  void prepare(int parts, long floats, boolean needsReset) {
    even = budget.floats(even, floats);
    odd = budget.floats(odd, floats);
    reset = budget.floats(reset, needsReset ? floats : 0);
    barrier.prepare(parts);
  }

  /** The states that a step reads; the other ones are those it writes. */
  float[] states(boolean isOdd) {
    return isOdd ? odd : even;
  }

  float[] reset() {
    return reset;
  }

  long bytes() {
    return 4L * (even.length + odd.length + reset.length);
  }

  /** Waits until all parts have written what others read next. */
  void await() {
    barrier.await();
  }

  /** Ends waits, because a part has failed. */
  void stop() {
    barrier.stop();
  }
}
