package dev.vecurrent.internal.op;

/** A function of one operand, element by element, on a stretch of floats. */
@FunctionalInterface
interface FloatRow {

  /** Elements of a block: what composed functions keep in scratch, small enough for L1. */
  int BLOCK = 1024;

  /**
   * Computes {@code out[outAt, outAt + size)} from {@code x[at, at + size)}, which may be the same
   * places.
   *
   * @param workspace for scratch
   */
  void apply(float[] x, int at, float[] out, int outAt, int size, Workspace workspace);

  /** A function that needs no scratch. */
  @FunctionalInterface
  interface Loop {
    /** See {@link FloatRow#apply}. */
    void apply(float[] x, int at, float[] out, int outAt, int size);
  }

  /** The function of a loop. */
  static FloatRow of(Loop loop) {
    return (x, at, out, outAt, size, _) -> loop.apply(x, at, out, outAt, size);
  }

  /** What a composed function does to one block, of at most {@link #BLOCK} elements. */
  static FloatRow blocked(FloatRow block) {
    return (x, at, out, outAt, size, workspace) -> {
      for (int from = 0; from < size; from += BLOCK) {
        int some = Math.min(BLOCK, size - from);
        block.apply(x, at + from, out, outAt + from, some, workspace);
      }
    };
  }
}
