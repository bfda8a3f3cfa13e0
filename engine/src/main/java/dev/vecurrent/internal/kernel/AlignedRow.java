package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.Floats.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import dev.vecurrent.internal.pack.FloatPanels;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/**
 * The product of one row with a matrix whose vectors start at multiples of their size: half the
 * reads of the first-level cache that an array of the heap takes, whose vectors cross lines.
 *
 * <p>Each panel is a slice of its own: C2 then keeps one address for it, and its bounds need no
 * check in the loop. Groups of 4 panels only: with more loops in this method C2 gives up inlining.
 */
final class AlignedRow {

  private static final int PANEL = 2 * LANES;
  private static final long BYTES = Float.BYTES;
  private static final long SECOND = BYTES * LANES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private AlignedRow() {}

  /**
   * The product of one row with groups of 4 panels: 8 vectors at a time, from either end.
   *
   * @param matrix has an aligned copy
   */
  static void multiply(
      Operands operands, FloatPanels matrix, int bPanel, int row, int firstPanel, int groups) {
    float[] a = operands.a;
    int aAt = operands.aAt[row];
    int depth = matrix.depth();
    MemorySegment b = matrix.aligned();
    float[] init = operands.init;
    int initAt = operands.initAt + row * operands.initStride + firstPanel * PANEL;
    float[] out = operands.out;
    int outAt = operands.outAt + row * operands.outStride + firstPanel * PANEL;
    boolean backwards = operands.backwards;
    int bAt = matrix.at(bPanel + firstPanel);
    long bytes = BYTES * PANEL * depth;
    for (int group = 0; group < groups; group++) {
      int panel = 4 * (backwards ? groups - 1 - group : group);
      int i = initAt + panel * PANEL;
      int o = outAt + panel * PANEL;
      long at = BYTES * (bAt + panel * PANEL * depth);
      MemorySegment b0 = b.asSlice(at, bytes);
      MemorySegment b1 = b.asSlice(at + bytes, bytes);
      MemorySegment b2 = b.asSlice(at + 2 * bytes, bytes);
      MemorySegment b3 = b.asSlice(at + 3 * bytes, bytes);
      FloatVector c0 = FloatVector.fromArray(F32, init, i);
      FloatVector c1 = FloatVector.fromArray(F32, init, i + LANES);
      FloatVector c2 = FloatVector.fromArray(F32, init, i + 2 * LANES);
      FloatVector c3 = FloatVector.fromArray(F32, init, i + 3 * LANES);
      FloatVector c4 = FloatVector.fromArray(F32, init, i + 4 * LANES);
      FloatVector c5 = FloatVector.fromArray(F32, init, i + 5 * LANES);
      FloatVector c6 = FloatVector.fromArray(F32, init, i + 6 * LANES);
      FloatVector c7 = FloatVector.fromArray(F32, init, i + 7 * LANES);
      for (int k = 0; k < depth; k++) {
        FloatVector x = FloatVector.broadcast(F32, a[aAt + k]);
        int column = k * PANEL;
        long kAt = BYTES * column;
        c0 = x.fma(FloatVector.fromMemorySegment(F32, b0, kAt, ORDER), c0);
        c1 = x.fma(FloatVector.fromMemorySegment(F32, b0, kAt + SECOND, ORDER), c1);
        c2 = x.fma(FloatVector.fromMemorySegment(F32, b1, kAt, ORDER), c2);
        c3 = x.fma(FloatVector.fromMemorySegment(F32, b1, kAt + SECOND, ORDER), c3);
        c4 = x.fma(FloatVector.fromMemorySegment(F32, b2, kAt, ORDER), c4);
        c5 = x.fma(FloatVector.fromMemorySegment(F32, b2, kAt + SECOND, ORDER), c5);
        c6 = x.fma(FloatVector.fromMemorySegment(F32, b3, kAt, ORDER), c6);
        c7 = x.fma(FloatVector.fromMemorySegment(F32, b3, kAt + SECOND, ORDER), c7);
      }
      c0.intoArray(out, o);
      c1.intoArray(out, o + LANES);
      c2.intoArray(out, o + 2 * LANES);
      c3.intoArray(out, o + 3 * LANES);
      c4.intoArray(out, o + 4 * LANES);
      c5.intoArray(out, o + 5 * LANES);
      c6.intoArray(out, o + 6 * LANES);
      c7.intoArray(out, o + 7 * LANES);
    }
  }
}
