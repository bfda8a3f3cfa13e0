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
  float[] peepholes = NONE;
  int stateStride;
  int blocks;
  private int units;

  /**
   * Sets how many units there are.
   *
   * @param newUnits units that are not padding
   * @param newBlocks blocks of L units
   */
  public StepRows sizes(int newUnits, int newBlocks) {
    units = newUnits;
    blocks = newBlocks;
    return this;
  }

  /** Sets the input's share of the gates, from row to row of which are {@code stride} floats. */
  public StepRows gates(float[] array, int stride) {
    x = array;
    xStride = stride;
    return this;
  }

  /** Sets where the first row of the input's share is. */
  public StepRows from(int at) {
    xAt = at;
    return this;
  }

  /** Sets the state's share of the gates, from 0. */
  public StepRows recurrent(float[] array, int stride) {
    r = array;
    rStride = stride;
    return this;
  }

  /**
   * Sets hidden and cell states, {@code blocks * L} floats a row; read and written.
   *
   * @param stride from row to row of all states
   */
  public StepRows states(float[] hidden, float[] cell, int stride) {
    h = hidden;
    c = cell;
    stateStride = stride;
    return this;
  }

  /** Sets what receives {@code r ⊙ h} of a GRU with {@code linear_before_reset = 0}. */
  public StepRows reset(float[] array) {
    reset = array;
    return this;
  }

  /** Sets weights by which gates see cell states, {@code [3, units]}: i, o, f; empty for none. */
  public StepRows peepholes(float[] array) {
    peepholes = array;
    return this;
  }

  /** The input's share of the gates. */
  public float[] gates() {
    return x;
  }

  /**
   * Where the first gate of a unit is in {@link #gates()}.
   *
   * @param gates interleaved in it
   */
  public int gateAt(int row, int unit, int gates, int lanes) {
    return xAt + row * xStride + interleaved(unit, gates, lanes);
  }

  /** The state's share of the gates. */
  public float[] recurrent() {
    return r;
  }

  /** Where the first gate of a unit is in {@link #recurrent()}. */
  public int recurrentAt(int row, int unit, int gates, int lanes) {
    return row * rStride + interleaved(unit, gates, lanes);
  }

  private static int interleaved(int unit, int gates, int lanes) {
    return unit / lanes * gates * lanes + unit % lanes;
  }

  /** Hidden states. */
  public float[] hidden() {
    return h;
  }

  /** Cell states. */
  public float[] cell() {
    return c;
  }

  /** What receives {@code r ⊙ h}. */
  public float[] reset() {
    return reset;
  }

  /** Peepholes; empty for none. */
  public float[] peepholes() {
    return peepholes;
  }

  /** Units that are not padding. */
  public int units() {
    return units;
  }

  /** From row to row of all states. */
  public int stateStride() {
    return stateStride;
  }
}
