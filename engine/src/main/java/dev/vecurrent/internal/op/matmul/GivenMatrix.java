package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Workspace;
import java.util.Arrays;

/**
 * Products of floats with a matrix that comes with the call. Products have the bits of {@link
 * DenseProduct}: each output starts from 0 and takes its terms in the order of {@code k}.
 */
public final class GivenMatrix {

  /** Rows of A from which packing B pays. */
  private static final int LEAST_ROWS = 3;

  private static final int LEAST_COLUMNS = 8;

  /** Rows of A that go through B together. */
  private static final int ROWS = 48;

  private GivenMatrix() {}

  /** {@code out = a b} for dense {@code a [m, k]}, {@code b [k, n]} and {@code out [m, n]}. */
  public static void multiply(
      Kernels kernels,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] out,
      int outAt,
      int m,
      int n,
      int k,
      Workspace workspace) {
    if (n == 1) {
      DotRows.multiply(a, aAt, b, bAt, k, out, outAt, m, workspace);
    } else if (m < LEAST_ROWS || n < LEAST_COLUMNS || !fits(kernels, n, k)) {
      byRows(a, aAt, b, bAt, out, outAt, m, n, k, workspace);
    } else {
      packed(kernels, a, aAt, b, bAt, out, outAt, m, n, k, workspace);
    }
  }

  /** Whether packed columns fit an array. */
  private static boolean fits(Kernels kernels, int n, int k) {
    long columns = n + 2L * kernels.lanes();
    return Shapes.times(columns, Math.max(k, ROWS)) <= Integer.MAX_VALUE - 8;
  }

  private static void packed(
      Kernels kernels,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] out,
      int outAt,
      int m,
      int n,
      int k,
      Workspace workspace) {
    int panel = 2 * kernels.lanes();
    int panels = Math.ceilDiv(n, panel);
    int rowSize = panels * panel;
    float[] packed = workspace.floats(0, (long) rowSize * k);
    pack(b, bAt, n, k, panel, packed, workspace);
    float[] rows = workspace.floats(1, (long) Math.min(ROWS, m) * rowSize);
    float[] zeros = workspace.floats(2, rowSize);
    Arrays.fill(zeros, 0, rowSize, 0f);
    int[] at = workspace.ints(0, ROWS);
    for (int from = 0; from < m; from += ROWS) {
      int count = Math.min(ROWS, m - from);
      for (int i = 0; i < count; i++) {
        at[i] = aAt + (from + i) * k;
      }
      PanelProduct.multiply(
          kernels,
          a,
          at,
          count,
          k,
          packed,
          0,
          panels,
          zeros,
          0,
          0,
          rows,
          rowSize,
          workspace.bounds().watch());
      for (int i = 0; i < count; i++) {
        workspace.copy(rows, i * rowSize, out, outAt + (from + i) * n, n);
      }
    }
  }

  /** {@code [k, n]} in panels of columns, the last one filled up with zeros. */
  public static void pack(
      float[] b, int bAt, int n, int k, int panel, float[] to, Workspace workspace) {
    int next = 0;
    for (int from = 0; from < n; from += panel) {
      int count = Math.min(panel, n - from);
      for (int row = 0; row < k; ) {
        for (int end = workspace.piece(row, k, panel); row < end; row++) {
          System.arraycopy(b, bAt + row * n + from, to, next, count);
          Arrays.fill(to, next + count, next + panel, 0f);
          next += panel;
        }
      }
    }
  }

  /** Each row of the output gathers rows of B; both are copied to where one index reads them. */
  private static void byRows(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] out,
      int outAt,
      int m,
      int n,
      int k,
      Workspace workspace) {
    float[] sums = workspace.floats(0, n);
    float[] row = workspace.floats(1, n);
    for (int i = 0; i < m; i++) {
      Arrays.fill(sums, 0, n, 0f);
      for (int l = 0; l < k; ) {
        int end = workspace.piece(l, k, n);
        for (; l < end; l++) {
          System.arraycopy(b, bAt + l * n, row, 0, n);
          add(a[aAt + i * k + l], row, sums, n);
        }
      }
      workspace.copy(sums, 0, out, outAt + i * n, n);
    }
  }

  private static void add(float x, float[] row, float[] sums, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] = Math.fma(x, row[j], sums[j]);
    }
  }
}
