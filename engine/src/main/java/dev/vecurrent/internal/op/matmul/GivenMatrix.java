package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.product.MatrixProduct;
import java.util.Arrays;

/**
 * GEMM with a matrix that comes with the call. Products have the bits of {@link DenseProduct}: each
 * output starts from 0 and takes its terms in the order of {@code k}. Scratch of one node.
 */
public final class GivenMatrix {

  /** Rows of A from which packing B pays. */
  private static final int LEAST_ROWS = 3;

  private static final int LEAST_COLUMNS = 8;

  /** Rows of A that go through B together. */
  private static final int ROWS = 48;

  private final Operands operands = new Operands();
  private Kernels kernels = Kernels.scalar();
  private FloatPanels panels = new FloatPanels(kernels.lanes());
  private MatrixProduct product = new MatrixProduct(kernels, panels);
  private Workspace workspace;

  private GivenMatrix() {
    workspace = new Workspace();
  }

  /**
   * That of a node.
   *
   * @param kernels what it computes with
   * @param workspace keeps it; slots from 0 to 2 are its scratch
   */
  public static GivenMatrix of(Kernels kernels, Workspace workspace) {
    GivenMatrix own = workspace.kept(GivenMatrix.class);
    if (own == null) {
      own = workspace.keep(new GivenMatrix());
    }
    if (!own.kernels.equals(kernels) || !own.workspace.equals(workspace)) {
      own.kernels = kernels;
      own.workspace = workspace;
      own.panels = new FloatPanels(kernels.lanes());
      own.product = new MatrixProduct(kernels, own.panels);
    }
    return own;
  }

  /** {@code out = a b} for dense {@code a [m, k]}, {@code b [k, n]} and {@code out [m, n]}. */
  public void multiply(
      float[] a, int aAt, float[] b, int bAt, float[] out, int outAt, int m, int n, int k) {
    if (n == 1) {
      DotRows.multiply(a, aAt, b, bAt, k, out, outAt, m, workspace);
    } else if (m < LEAST_ROWS || n < LEAST_COLUMNS || !fits(n, k)) {
      byRows(a, aAt, b, bAt, out, outAt, m, n, k);
    } else {
      pack(b, bAt, n, k);
      packed(a, aAt, out, outAt, m, n, k);
    }
  }

  /** Whether packed columns fit an array. */
  private boolean fits(int n, int k) {
    long columns = n + 2L * kernels.lanes();
    return Shapes.times(columns, Math.max(k, ROWS)) <= Integer.MAX_VALUE - 8;
  }

  private void packed(float[] a, int aAt, float[] out, int outAt, int m, int n, int k) {
    int rowSize = panels.panels() * 2 * panels.lanes();
    float[] rows = workspace.floats(1, (long) Math.min(ROWS, m) * rowSize);
    float[] zeros = workspace.floats(2, rowSize);
    Arrays.fill(zeros, 0, rowSize, 0f);
    int[] at = workspace.ints(0, ROWS);
    operands.rows(a, at).start(zeros, 0, 0).into(rows, 0, rowSize);
    for (int from = 0; from < m; from += ROWS) {
      int count = Math.min(ROWS, m - from);
      for (int i = 0; i < count; i++) {
        at[i] = aAt + (from + i) * k;
      }
      workspace.spend(product.work(count));
      product.multiply(operands, count, workspace.bounds().watch());
      for (int i = 0; i < count; i++) {
        workspace.copy(rows, i * rowSize, out, outAt + (from + i) * n, n);
      }
    }
  }

  /** {@code [k, n]} in panels of columns, the last one filled up with zeros. */
  private void pack(float[] b, int bAt, int n, int k) {
    int panel = 2 * kernels.lanes();
    int count = Math.ceilDiv(n, panel);
    float[] to = workspace.floats(0, (long) count * panel * k);
    int next = 0;
    for (int from = 0; from < n; from += panel) {
      int some = Math.min(panel, n - from);
      for (int row = 0; row < k; ) {
        for (int end = workspace.piece(row, k, panel); row < end; row++) {
          System.arraycopy(b, bAt + row * n + from, to, next, some);
          Arrays.fill(to, next + some, next + panel, 0f);
          next += panel;
        }
      }
    }
    panels.over(to, k, count);
  }

  /** Each row of the output gathers rows of B; both are copied to where one index reads them. */
  private void byRows(
      float[] a, int aAt, float[] b, int bAt, float[] out, int outAt, int m, int n, int k) {
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
