package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.Packing;
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

  /** The work of a column beside its terms: so that long rows are cut. */
  private static final int COLUMN = 4;

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
    widenB(b, zeroPoint, widened, packing.bounds().watch());
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
    widenA(a, aZero, wideA, workspace.bounds().watch());
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
    int matrices = matrices(a, b, m, n);
    if (matrices == 0) {
      return;
    }
    Watch watch = workspace.bounds().watch();
    short[] wideB = packed;
    if (wideB == null) {
      wideB = workspace.shorts(B, b.size());
      widenB(b, bZero, wideB, watch);
    }
    for (int i = 0; i < matrices; i++) {
      int aAt = MatrixShapes.matrix(a, a, b, i) * m * k;
      int bAt = MatrixShapes.matrix(b, a, b, i) * k * n;
      multiply(wideA, aAt, wideB, bAt, sums, i * m * n, m, n, k, watch);
    }
  }

  /** Matrices of the product; none if they have no elements. */
  private static int matrices(Tensor a, Tensor b, int m, int n) {
    int rank = Math.max(0, Math.max(a.rank(), b.rank()) - 2);
    long count = 1;
    for (int axis = 0; axis < rank; axis++) {
      int inA = axis - rank + a.rank() - 2;
      int inB = axis - rank + b.rank() - 2;
      int da = inA < 0 || a.rank() < 2 ? 1 : a.dim(inA);
      int db = inB < 0 || b.rank() < 2 ? 1 : b.dim(inB);
      count = Shapes.times(count, da == 1 ? db : da);
    }
    return m == 0 || n == 0 ? 0 : (int) count;
  }

  private static void widenA(Tensor a, @Nullable Tensor zeroPoint, short[] to, Watch watch) {
    if (zeroPoint == null || zeroPoint.size() == 1) {
      Quanta.minus(a, 0, a.size(), Quanta.zero(zeroPoint, 0), to, 0, watch);
      return;
    }
    int m = MatrixShapes.rows(a);
    int k = MatrixShapes.depth(a);
    for (int row = 0; k > 0 && row < a.size() / k; row++) {
      int place = MatrixShapes.place(zeroPoint, row / m, m, row % m);
      Quanta.minus(a, row * k, k, Quanta.get(zeroPoint, place), to, row * k, watch);
    }
  }

  private static void widenB(Tensor b, @Nullable Tensor zeroPoint, short[] to, Watch watch) {
    if (zeroPoint == null || zeroPoint.size() == 1) {
      Quanta.minus(b, 0, b.size(), Quanta.zero(zeroPoint, 0), to, 0, watch);
      return;
    }
    Quanta.minus(b, 0, b.size(), 0, to, 0, watch);
    int n = MatrixShapes.columns(b);
    int k = b.dim(Math.max(0, b.rank() - 2));
    for (int row = 0; n > 0 && row < b.size() / n; row++) {
      int first = MatrixShapes.place(zeroPoint, row / k, n, 0);
      for (int from = 0, end; from < n; from = end) {
        end = Pieces.end(watch, from, n, 1);
        for (int i = from; i < end; i++) {
          to[row * n + i] -= (short) Quanta.get(zeroPoint, first + i);
        }
      }
    }
  }

  /** Sums of one matrix, row by row; of a long row, columns by columns. */
  static void multiply(
      short[] a,
      int aAt,
      short[] b,
      int bAt,
      int[] sums,
      int at,
      int m,
      int n,
      int k,
      Watch watch) {
    for (int row = 0; row < m; row++) {
      for (int from = 0, end; from < n; from = end) {
        end = Pieces.end(watch, from, n, COLUMN);
        int to = at + row * n + from;
        terms(a, aAt + row * k, b, bAt + from, n, sums, to, end - from, k, watch);
      }
    }
  }

  /** Columns of one row, four terms at a time. */
  private static void terms(
      short[] a,
      int aAt,
      short[] b,
      int bAt,
      int n,
      int[] sums,
      int to,
      int count,
      int k,
      Watch watch) {
    Arrays.fill(sums, to, to + count, 0);
    int fours = k / 4;
    for (int done = 0, end; done < fours; done = end) {
      end = Pieces.end(watch, done, fours, 4L * count);
      for (int four = done; four < end; four++) {
        int i = 4 * four;
        int from = aAt + i;
        add(b, bAt + i * n, n, sums, to, count, a[from], a[from + 1], a[from + 2], a[from + 3]);
      }
    }
    for (int i = 4 * fours; i < k; i++) {
      watch.spend(count);
      add(b, bAt + i * n, sums, to, count, a[aAt + i]);
    }
  }

  private static void add(
      short[] b, int at, int n, int[] sums, int to, int count, int a0, int a1, int a2, int a3) {
    for (int i = 0; i < count; i++) {
      sums[to + i] +=
          a0 * b[at + i] + a1 * b[at + n + i] + a2 * b[at + 2 * n + i] + a3 * b[at + 3 * n + i];
    }
  }

  private static void add(short[] b, int at, int[] sums, int to, int count, int a0) {
    for (int i = 0; i < count; i++) {
      sums[to + i] += a0 * b[at + i];
    }
  }
}
