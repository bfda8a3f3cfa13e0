package dev.vecurrent.internal.kernel;

/**
 * The rows of a step that an epilogue reads and writes: gates and states. An owner sets it up once
 * and uses it again. Offsets and strides count floats; states start at 0. Not for two threads at
 * once.
 */
public final class StepRows {

  private static final float[] NONE = {};

  float[] x = NONE;
  int xAt;
  int xStride;
  float[] r = NONE;
  int rStride;
  float[] h = NONE;
  float[] c = NONE;
  float[] reset = NONE;
  int stateStride;
  int blocks;

  /**
   * Sets the sizes of states.
   *
   * @param newBlocks blocks of L units
   * @param newStateStride from row to row of all states
   */
  public StepRows sizes(int newBlocks, int newStateStride) {
    blocks = newBlocks;
    stateStride = newStateStride;
    return this;
  }

  /** Sets the input's share of the gates, from row to row of which are {@code stride} floats. */
  public StepRows gates(float[] array, int at, int stride) {
    x = array;
    xAt = at;
    xStride = stride;
    return this;
  }

  /** Sets the state's share of the gates, from 0. */
  public StepRows recurrent(float[] array, int stride) {
    r = array;
    rStride = stride;
    return this;
  }

  /** Sets hidden and cell states, {@code blocks * L} floats a row; read and written. */
  public StepRows states(float[] hidden, float[] cell) {
    h = hidden;
    c = cell;
    return this;
  }

  /** Sets what receives {@code r ⊙ h} of a GRU with {@code linear_before_reset = 0}. */
  public StepRows reset(float[] array) {
    reset = array;
    return this;
  }
}
