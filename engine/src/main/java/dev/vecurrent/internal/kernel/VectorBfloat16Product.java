package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.Floats.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import dev.vecurrent.internal.pack.Bfloat16Panels;
import dev.vecurrent.internal.pack.PackedMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Product} with bfloat16 panels, which become float32 in registers: one read, a shift and a
 * mask for two vectors.
 *
 * <p>By groups of 4 panels. Tiles of 4 rows by 2 vectors, panel by panel; one or two rows that are
 * left over, or a single row, take the whole group: 8 vectors, as in {@link AlignedRow}.
 */
final class VectorBfloat16Product extends Product {

  static final Product INSTANCE = new VectorBfloat16Product();

  private static final VectorSpecies<Integer> I32 = F32.withLanes(int.class);
  private static final int PANEL = 2 * LANES;
  private static final int TILE = 4;
  private static final int GROUP = 4;

  private VectorBfloat16Product() {}

  @Override
  public void multiply(
      Operands o, PackedMatrix b, int bPanel, int row, int rows, int panel, int panels) {
    Bfloat16Panels matrix = (Bfloat16Panels) b;
    int left = rows % TILE;
    int single = left <= 2 ? left : 0;
    int groups = (panels + GROUP - 1) / GROUP;
    for (int i = 0; i < groups; i++) {
      int group = o.backwards ? groups - 1 - i : i;
      int from = panel + group * GROUP;
      int count = Math.min(GROUP, panel + panels - from);
      int tiled = count < GROUP ? rows : rows - single;
      for (int p = from; p < from + count; p++) {
        for (int m = row; m < row + tiled; m += TILE) {
          tile(o, matrix, bPanel, m, Math.min(m + TILE, row + tiled) - 1, p);
        }
      }
      for (int m = row + tiled; m < row + rows; m++) {
        row(o, matrix, bPanel, m, from, 1);
      }
    }
  }

  /** Enters the loops without a row. */
  static void enter(Operands o, Bfloat16Panels matrix) {
    row(o, matrix, 0, 0, 0, 0);
    tile(o, matrix, 0, 0, -1, 0);
  }

  /** One row, or none, by a group of 4 panels. */
  private static void row(
      Operands operands, Bfloat16Panels matrix, int bPanel, int row, int panel, int rows) {
    if (rows == 0) {
      return;
    }
    float[] a = operands.a;
    int aAt = operands.aAt[row];
    int depth = matrix.depth();
    int[] b = matrix.values();
    float[] init = operands.init;
    int i = operands.initAt + row * operands.initStride + panel * PANEL;
    float[] out = operands.out;
    int o = operands.outAt + row * operands.outStride + panel * PANEL;
    int b0 = matrix.at(bPanel + panel);
    int b1 = b0 + LANES * depth;
    int b2 = b1 + LANES * depth;
    int b3 = b2 + LANES * depth;
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
      IntVector w0 = IntVector.fromArray(I32, b, b0 + k * LANES);
      c0 = x.fma(w0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats(), c0);
      c1 = x.fma(w0.and(Bfloat16Panels.UPPER).reinterpretAsFloats(), c1);
      IntVector w1 = IntVector.fromArray(I32, b, b1 + k * LANES);
      c2 = x.fma(w1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats(), c2);
      c3 = x.fma(w1.and(Bfloat16Panels.UPPER).reinterpretAsFloats(), c3);
      IntVector w2 = IntVector.fromArray(I32, b, b2 + k * LANES);
      c4 = x.fma(w2.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats(), c4);
      c5 = x.fma(w2.and(Bfloat16Panels.UPPER).reinterpretAsFloats(), c5);
      IntVector w3 = IntVector.fromArray(I32, b, b3 + k * LANES);
      c6 = x.fma(w3.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats(), c6);
      c7 = x.fma(w3.and(Bfloat16Panels.UPPER).reinterpretAsFloats(), c7);
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

  /** Up to 4 rows by one panel; where there are fewer, the last is computed several times. */
  private static void tile(
      Operands operands, Bfloat16Panels matrix, int bPanel, int row, int last, int panel) {
    if (last < row) {
      return;
    }
    int m1 = Math.min(row + 1, last);
    int m2 = Math.min(row + 2, last);
    float[] a = operands.a;
    int a0 = operands.aAt[row];
    int a1 = operands.aAt[m1];
    int a2 = operands.aAt[m2];
    int a3 = operands.aAt[last];
    int depth = matrix.depth();
    int[] b = matrix.values();
    int bAt = matrix.at(bPanel + panel);
    float[] init = operands.init;
    int i0 = operands.initAt + panel * PANEL + row * operands.initStride;
    int i1 = operands.initAt + panel * PANEL + m1 * operands.initStride;
    int i2 = operands.initAt + panel * PANEL + m2 * operands.initStride;
    int i3 = operands.initAt + panel * PANEL + last * operands.initStride;
    FloatVector c00 = FloatVector.fromArray(F32, init, i0);
    FloatVector c01 = FloatVector.fromArray(F32, init, i0 + LANES);
    FloatVector c10 = FloatVector.fromArray(F32, init, i1);
    FloatVector c11 = FloatVector.fromArray(F32, init, i1 + LANES);
    FloatVector c20 = FloatVector.fromArray(F32, init, i2);
    FloatVector c21 = FloatVector.fromArray(F32, init, i2 + LANES);
    FloatVector c30 = FloatVector.fromArray(F32, init, i3);
    FloatVector c31 = FloatVector.fromArray(F32, init, i3 + LANES);
    for (int k = 0; k < depth; k++) {
      IntVector w = IntVector.fromArray(I32, b, bAt + k * LANES);
      FloatVector w0 = w.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector w1 = w.and(Bfloat16Panels.UPPER).reinterpretAsFloats();
      FloatVector x0 = FloatVector.broadcast(F32, a[a0 + k]);
      c00 = x0.fma(w0, c00);
      c01 = x0.fma(w1, c01);
      FloatVector x1 = FloatVector.broadcast(F32, a[a1 + k]);
      c10 = x1.fma(w0, c10);
      c11 = x1.fma(w1, c11);
      FloatVector x2 = FloatVector.broadcast(F32, a[a2 + k]);
      c20 = x2.fma(w0, c20);
      c21 = x2.fma(w1, c21);
      FloatVector x3 = FloatVector.broadcast(F32, a[a3 + k]);
      c30 = x3.fma(w0, c30);
      c31 = x3.fma(w1, c31);
    }
    float[] out = operands.out;
    int o0 = operands.outAt + panel * PANEL + row * operands.outStride;
    int o1 = operands.outAt + panel * PANEL + m1 * operands.outStride;
    int o2 = operands.outAt + panel * PANEL + m2 * operands.outStride;
    int o3 = operands.outAt + panel * PANEL + last * operands.outStride;
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + LANES);
    c20.intoArray(out, o2);
    c21.intoArray(out, o2 + LANES);
    c30.intoArray(out, o3);
    c31.intoArray(out, o3 + LANES);
  }
}
