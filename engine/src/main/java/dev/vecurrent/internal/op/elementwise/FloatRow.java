package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.op.base.Workspace;

/** A function of one operand, element by element, on a stretch of floats. */
@FunctionalInterface
public interface FloatRow {

  /** Elements of a block: what composed functions keep in scratch, small enough for L1. */
  int BLOCK = 1024;

  /**
   * Computes {@code out[outAt, outAt + size)} from {@code x[at, at + size)}, which may be the same
   * places.
   *
   * @param workspace for scratch
   */
  void apply(float[] x, int at, float[] out, int outAt, int size, Workspace workspace);

  /** A function that needs no scratch, of elements in the same places of two arrays. */
  @FunctionalInterface
  interface InPlace {
    /** Computes {@code out[at, at + size)} from {@code x[at, at + size)}. */
    void apply(float[] x, float[] out, int at, int size);
  }

  /**
   * The function of a loop with one index for both arrays. C2 vectorises such a loop, and no other:
   * it must take two arrays to be one, in which an element written is read again later.
   */
  static FloatRow inPlace(InPlace loop) {
    return (x, at, out, outAt, size, _) -> {
      if (at == outAt) {
        loop.apply(x, out, at, size);
      } else {
        System.arraycopy(x, at, out, outAt, size);
        loop.apply(out, out, outAt, size);
      }
    };
  }

  /** A function of the kernels. */
  static FloatRow of(RowFunction function) {
    return (x, at, out, outAt, size, _) -> function.apply(x, at, out, outAt, size);
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
