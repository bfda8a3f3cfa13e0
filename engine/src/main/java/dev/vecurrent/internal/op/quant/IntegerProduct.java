package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Packing;
import dev.vecurrent.internal.op.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * Products of matrices of 8-bit quanta less their zero points, exact modulo 2^32. Quanta less a
 * zero point fit 16 bits; B is widened to them, once where it is constant.
 */
final class IntegerProduct {

  /** Scratch: what is left of A, and of B. */
  private static final int A = 0;

  private static final int B = 1;

  private final String name;
  private final short @Nullable [] packed;

  private IntegerProduct(String name, short @Nullable [] packed) {
    this.name = name;
    this.packed = packed;
  }

  static IntegerProduct of(String name) {
    return new IntegerProduct(name, null);
  }

  /** This for a constant B with constant zero points. */
  IntegerProduct packed(Packing packing, Tensor b, @Nullable Tensor zeroPoint) {
    if (b.rank() == 0 || b.size() == 0 || !Quanta.BYTES.contains(b.type())) {
      return this; // for the run to refuse
    }
    short[] widened = packing.shorts(b.size());
    requireFits(b, zeroPoint, false);
    widenB(b, zeroPoint, widened);
    return new IntegerProduct(name, widened);
  }

  long packedBytes() {
    return packed == null ? 0 : 2L * packed.length;
  }

  String describe() {
    return packed == null ? "" : "B widened to 16 bit (" + packedBytes() + " bytes), exact sums";
  }

  private void requireFits(Tensor operand, @Nullable Tensor zeroPoint, boolean rows) {
    if (zeroPoint != null) {
      MatrixShapes.requireFits(name, "zero point", zeroPoint, operand, rows);
    }
  }

  /** A product of two tensors. */
  void run(
      Tensor a,
      @Nullable Tensor aZero,
      Tensor b,
      @Nullable Tensor bZero,
      int[] sums,
      Workspace workspace) {
    requireFits(a, aZero, true);
    short[] wideA = workspace.shorts(A, a.size());
    widenA(a, aZero, wideA);
    run(wideA, a, b, bZero, sums, workspace);
  }

  /**
   * As above.
   *
   * @param wideA quanta of A less their zero points
   * @param a has the shape of A
   */
  void run(
      short[] wideA, Tensor a, Tensor b, @Nullable Tensor bZero, int[] sums, Workspace workspace) {
    int m = MatrixShapes.rows(a);
    int k = MatrixShapes.depth(a);
    int n = MatrixShapes.columns(b);
    requireFits(b, bZero, false);
    short[] wideB = packed;
    if (wideB == null) {
      wideB = workspace.shorts(B, b.size());
      widenB(b, bZero, wideB);
    }
    int matrices = m == 0 || n == 0 ? 0 : matrices(a, b);
    for (int i = 0; i < matrices; i++) {
      int aAt = MatrixShapes.matrix(a, a, b, i) * m * k;
      int bAt = MatrixShapes.matrix(b, a, b, i) * k * n;
      multiply(wideA, aAt, wideB, bAt, sums, i * m * n, m, n, k);
    }
  }

  /** Matrices of the product, whether they have elements or not. */
  private static int matrices(Tensor a, Tensor b) {
    int rank = Math.max(0, Math.max(a.rank(), b.rank()) - 2);
    int count = 1;
    for (int axis = 0; axis < rank; axis++) {
      int inA = axis - rank + a.rank() - 2;
      int inB = axis - rank + b.rank() - 2;
      int da = inA < 0 || a.rank() < 2 ? 1 : a.dim(inA);
      int db = inB < 0 || b.rank() < 2 ? 1 : b.dim(inB);
      count *= da == 1 ? db : da;
    }
    return count;
  }

  private static void widenA(Tensor a, @Nullable Tensor zeroPoint, short[] to) {
    if (zeroPoint == null || zeroPoint.size() == 1) {
      Quanta.minus(a, 0, a.size(), Quanta.zero(zeroPoint, 0), to, 0);
      return;
    }
    int m = MatrixShapes.rows(a);
    int k = MatrixShapes.depth(a);
    for (int row = 0; k > 0 && row < a.size() / k; row++) {
      int place = MatrixShapes.place(zeroPoint, row / m, m, row % m);
      Quanta.minus(a, row * k, k, Quanta.get(zeroPoint, place), to, row * k);
    }
  }

  private static void widenB(Tensor b, @Nullable Tensor zeroPoint, short[] to) {
    if (zeroPoint == null || zeroPoint.size() == 1) {
      Quanta.minus(b, 0, b.size(), Quanta.zero(zeroPoint, 0), to, 0);
      return;
    }
    Quanta.minus(b, 0, b.size(), 0, to, 0);
    int n = MatrixShapes.columns(b);
    int k = b.dim(Math.max(0, b.rank() - 2));
    for (int row = 0; n > 0 && row < b.size() / n; row++) {
      int first = MatrixShapes.place(zeroPoint, row / k, n, 0);
      for (int i = 0; i < n; i++) {
        to[row * n + i] -= (short) Quanta.get(zeroPoint, first + i);
      }
    }
  }

  /** Sums of one matrix, row by row, four terms of a row at a time. */
  static void multiply(
      short[] a, int aAt, short[] b, int bAt, int[] sums, int at, int m, int n, int k) {
    for (int row = 0; row < m; row++) {
      int rowAt = at + row * n;
      Arrays.fill(sums, rowAt, rowAt + n, 0);
      int from = aAt + row * k;
      int i = 0;
      for (; i <= k - 4; i += 4) {
        add(
            b,
            bAt + i * n,
            n,
            sums,
            rowAt,
            a[from + i],
            a[from + i + 1],
            a[from + i + 2],
            a[from + i + 3]);
      }
      for (; i < k; i++) {
        add(b, bAt + i * n, n, sums, rowAt, a[from + i]);
      }
    }
  }

  private static void add(
      short[] b, int at, int n, int[] sums, int to, int a0, int a1, int a2, int a3) {
    for (int i = 0; i < n; i++) {
      sums[to + i] +=
          a0 * b[at + i] + a1 * b[at + n + i] + a2 * b[at + 2 * n + i] + a3 * b[at + 3 * n + i];
    }
  }

  private static void add(short[] b, int at, int n, int[] sums, int to, int a0) {
    for (int i = 0; i < n; i++) {
      sums[to + i] += a0 * b[at + i];
    }
  }
}
