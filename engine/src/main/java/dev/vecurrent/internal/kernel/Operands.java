package dev.vecurrent.internal.kernel;

/**
 * What a product reads and writes beside its matrix B: the rows of A, what each output starts from,
 * and where outputs go. An owner sets it up once and uses it again, so that calls have few
 * parameters and allocate nothing. Offsets and strides count floats. Not for two threads at once.
 */
public final class Operands {

  private static final float[] NO_FLOATS = {};
  private static final int[] NO_ROWS = {};

  float[] a = NO_FLOATS;
  int[] aAt = NO_ROWS;
  float[] init = NO_FLOATS;
  int initAt;
  int initStride;
  float[] out = NO_FLOATS;
  int outAt;
  int outStride;
  boolean backwards;

  /**
   * Sets the rows of A.
   *
   * @param array holds them
   * @param at where each starts
   */
  public Operands rows(float[] array, int[] at) {
    a = array;
    aAt = at;
    return this;
  }

  /**
   * Sets what outputs start from; may be the output itself, at the same place.
   *
   * @param array holds it
   * @param at where the first row starts
   * @param stride from row to row; 0 to start every row from the same floats
   */
  public Operands start(float[] array, int at, int stride) {
    init = array;
    initAt = at;
    initStride = stride;
    return this;
  }

  /**
   * Sets where outputs go.
   *
   * @param array receives rows of whole panels
   * @param at where the first row goes
   * @param stride from row to row
   */
  public Operands into(float[] array, int at, int stride) {
    out = array;
    outAt = at;
    outStride = stride;
    return this;
  }

  /** Sets outputs that start from what stands where they go. */
  public Operands inPlace(float[] array, int at, int stride) {
    return start(array, at, stride).into(array, at, stride);
  }

  /**
   * Sets whether products of one row begin with the last panels: taking turns finds what the
   * product before left in the caches. The bits are the same.
   */
  public void backwards(boolean newBackwards) {
    backwards = newBackwards;
  }

  /**
   * Outputs of no terms: what they start from.
   *
   * @param rows rows
   * @param columns floats of a row
   */
  public void copyStart(int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(init, initAt + row * initStride, out, outAt + row * outStride, columns);
    }
  }
}
