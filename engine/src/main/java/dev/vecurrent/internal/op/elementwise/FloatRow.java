package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.Workspace;

/** A function of one operand, element by element, on a stretch of floats. */
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

  /**
   * The function of a loop with one index for both arrays. C2 vectorises such a loop, and no other:
   * it must take two arrays to be one, in which an element written is read again later.
   */
  interface InPlace extends FloatRow {

    /** Computes {@code out[at, at + size)} from {@code x[at, at + size)}. */
    void loop(float[] x, float[] out, int at, int size);

    @Override
    default void apply(float[] x, int at, float[] out, int outAt, int size, Workspace workspace) {
      if (at == outAt) {
        loop(x, out, at, size);
      } else {
        System.arraycopy(x, at, out, outAt, size);
        loop(out, out, outAt, size);
      }
    }
  }
}
