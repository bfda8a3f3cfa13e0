package dev.vecurrent.internal.op;

import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The product of matrices, row by row: each output is one sum of fma in the order of {@code k},
 * starting from 0. The inner loop runs over contiguous outputs, which the JIT compiler vectorises
 * without changing a bit.
 */
final class DenseProduct {

  private DenseProduct() {}

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
      int k) {
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
              k);
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
              k);
      default -> {
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            long sum = 0;
            for (int l = 0; l < k; l++) {
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
      int k) {
    Arrays.fill(out, outAt, outAt + m * n, 0f);
    for (int i = 0; i < m; i++) {
      int rowAt = outAt + i * n;
      for (int l = 0; l < k; l++) {
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
      int k) {
    Arrays.fill(out, outAt, outAt + m * n, 0);
    for (int i = 0; i < m; i++) {
      int rowAt = outAt + i * n;
      for (int l = 0; l < k; l++) {
        double x = a[aAt + i * aRow + l * aColumn];
        int from = bAt + l * bRow;
        for (int j = 0; j < n; j++) {
          out[rowAt + j] = Math.fma(x, b[from + j * bColumn], out[rowAt + j]);
        }
      }
    }
  }
}
