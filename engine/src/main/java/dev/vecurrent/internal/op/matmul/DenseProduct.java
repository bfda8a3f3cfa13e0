package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The product of matrices, row by row: each output is one sum of fma in the order of {@code k},
 * starting from 0. The inner loop runs over contiguous outputs, which the JIT compiler vectorises
 * without changing a bit.
 */
final class DenseProduct {

  private DenseProduct() {}

  /** The work of a product with sums of {@code depth} terms, by any way. */
  static long work(@Nullable Fact[] inputs, Fact[] outputs, long depth, long columns) {
    boolean real = outputs[0].type().isFloatingPoint();
    long each = Work.plus(Shapes.times(depth, real ? 1 : Work.ROW), 4L * Work.ROW);
    long rows = Work.made(outputs) / columns;
    long products = Shapes.times(Shapes.times(rows, Work.padded(columns)), each);
    return Work.plus(Work.products(inputs, outputs, each), products);
  }

  /**
   * {@code out = a b} for {@code a [m, k]} and {@code b [k, n]} of one floating point type.
   *
   * @param aRow from row to row of {@code a}
   * @param aColumn from column to column
   * @param bRow from row to row of {@code b}
   * @param bColumn from column to column
   */
  static void run(
      Tensor a,
      int aAt,
      int aRow,
      int aColumn,
      Tensor b,
      int bAt,
      int bRow,
      int bColumn,
      Tensor out,
      int outAt,
      int m,
      int n,
      int k,
      Workspace workspace) {
    switch (out.type()) {
      case FLOAT32 ->
          floats(
              a.floats(),
              aAt,
              aRow,
              aColumn,
              b.floats(),
              bAt,
              bRow,
              bColumn,
              out.floats(),
              outAt,
              m,
              n,
              k,
              workspace);
      case FLOAT64 ->
          doubles(
              a.doubles(),
              aAt,
              aRow,
              aColumn,
              b.doubles(),
              bAt,
              bRow,
              bColumn,
              out.doubles(),
              outAt,
              m,
              n,
              k,
              workspace);
      default -> {
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            workspace.spend(Work.ROW);
            long sum = 0;
            for (int l = 0, end = 0; l < k; l++) {
              end = l < end ? end : workspace.piece(l, k, Work.ROW);
              sum +=
                  Shapes.integer(a, aAt + i * aRow + l * aColumn)
                      * Shapes.integer(b, bAt + l * bRow + j * bColumn);
            }
            Integers.set(out, outAt + i * n + j, sum);
          }
        }
      }
    }
  }

  private static void floats(
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bColumn,
      float[] out,
      int outAt,
      int m,
      int n,
      int k,
      Workspace workspace) {
    for (int i = 0; i < m; i++) {
      int rowAt = outAt + i * n;
      workspace.spend(Work.ROW + n);
      Arrays.fill(out, rowAt, rowAt + n, 0f);
      for (int l = 0, end = 0; l < k; l++) {
        end = l < end ? end : workspace.piece(l, k, n);
        float x = a[aAt + i * aRow + l * aColumn];
        int from = bAt + l * bRow;
        if (bColumn == 1) {
          for (int j = 0; j < n; j++) {
            out[rowAt + j] = Math.fma(x, b[from + j], out[rowAt + j]);
          }
        } else {
          for (int j = 0; j < n; j++) {
            out[rowAt + j] = Math.fma(x, b[from + j * bColumn], out[rowAt + j]);
          }
        }
      }
    }
  }

  private static void doubles(
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      int bColumn,
      double[] out,
      int outAt,
      int m,
      int n,
      int k,
      Workspace workspace) {
    for (int i = 0; i < m; i++) {
      int rowAt = outAt + i * n;
      workspace.spend(Work.ROW + n);
      Arrays.fill(out, rowAt, rowAt + n, 0);
      for (int l = 0, end = 0; l < k; l++) {
        end = l < end ? end : workspace.piece(l, k, n);
        double x = a[aAt + i * aRow + l * aColumn];
        int from = bAt + l * bRow;
        for (int j = 0; j < n; j++) {
          out[rowAt + j] = Math.fma(x, b[from + j * bColumn], out[rowAt + j]);
        }
      }
    }
  }
}
