package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.op.base.Epilogue;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.elementwise.FloatRows;
import dev.vecurrent.internal.pack.PackedMatrix;
import dev.vecurrent.internal.product.MatrixProduct;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.Tensor;

/**
 * A constant matrix B {@code [k, n]} of floats, packed. Products have the bits of {@link
 * DenseProduct}: each output starts from 0 and takes its terms in the order of {@code k}.
 * Immutable.
 */
final class DenseWeights {

  /** Rows of A that go through B together: their outputs stay in the first-level caches. */
  private static final int ROWS = 48;

  private static final float[] NONE = {};

  private final int depth;
  private final int columns;
  private final int rowSize;

  /** The product; {@code null} where B has one column, for a panel would be mostly zeros. */
  private final @Nullable MatrixProduct product;

  private final float[] zeros;
  private final String kernels;

  /** B as it is where it has one column, else empty. */
  private final float[] column;

  /**
   * Packs a matrix.
   *
   * @param b FLOAT32, {@code [k, n]}, or {@code [n, k]} where it is transposed
   */
  DenseWeights(Packing packing, Tensor b, boolean transposed) {
    this.kernels = packing.kernels().describe();
    this.depth = b.dim(transposed ? 1 : 0);
    this.columns = b.dim(transposed ? 0 : 1);
    this.rowSize = packing.kernels().packer().rowSize(1, columns);
    this.zeros = packing.floats(rowSize);
    this.column = columns == 1 ? b.floats() : NONE;
    if (columns == 1) {
      this.product = null;
      return;
    }
    float[] rows = transposed ? b.floats() : transposed(packing, b);
    this.product = packing.product(b, rows, 0, 1, columns, depth);
    if (!transposed) {
      packing.drop(rows);
    }
  }

  private static float[] transposed(Packing packing, Tensor b) {
    int rows = b.dim(0);
    int columns = b.dim(1);
    float[] transposed = packing.floats(b.size());
    for (int row = 0; row < rows; row++) {
      packing.bounds().watch().spend(columns);
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = b.floats()[row * columns + column];
      }
    }
    return transposed;
  }

  /**
   * {@code out = a B} for dense {@code a [m, k]} and {@code out [m, n]}, both from 0.
   *
   * @param bias what is added to each row then, {@code [n]}; {@code null} for nothing
   * @param epilogue what is done to each output at last; {@code null} for nothing
   */
  void multiply(
      float[] a,
      float[] out,
      int m,
      float @Nullable [] bias,
      @Nullable Epilogue epilogue,
      Workspace workspace) {
    if (product == null) {
      DotRows.multiply(a, 0, column, 0, depth, out, 0, m, workspace);
      finish(out, m, bias, epilogue, workspace);
      return;
    }
    int[] aAt = workspace.ints(0, ROWS);
    // Rows of whole panels go where they belong at once.
    boolean direct = rowSize == columns && bias == null;
    float[] rows = direct ? out : workspace.floats(0, (long) Math.min(ROWS, m) * rowSize);
    Operands operands = workspace.operands();
    operands.rows(a, aAt).start(zeros, 0, 0);
    for (int from = 0; from < m; from += ROWS) {
      int count = Math.min(ROWS, m - from);
      for (int i = 0; i < count; i++) {
        aAt[i] = (from + i) * depth;
      }
      workspace.spend(product.work(count));
      operands.into(rows, direct ? from * columns : 0, rowSize);
      product.multiply(operands, count, workspace.bounds().watch());
      if (!direct) {
        write(rows, count, bias, out, from * columns, workspace);
      }
      if (epilogue != null) {
        epilogue.inPlace(out, from * columns, count * columns, workspace.inner());
      }
    }
  }

  /** Rows of panels become rows of columns, and take their bias. */
  private void write(
      float[] rows,
      int count,
      float @Nullable [] bias,
      float[] out,
      int outAt,
      Workspace workspace) {
    workspace.spend((long) count * columns);
    if (bias == null) {
      for (int i = 0; i < count; i++) {
        System.arraycopy(rows, i * rowSize, out, outAt + i * columns, columns);
      }
      return;
    }
    float[] row = workspace.floats(1, columns);
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows, i * rowSize, row, 0, columns);
      FloatRows.add(row, 0, 1, bias, 0, 1, row, 0, columns);
      System.arraycopy(row, 0, out, outAt + i * columns, columns);
    }
  }

  /** Bias and epilogue of a product with one column. */
  private static void finish(
      float[] out,
      int m,
      float @Nullable [] bias,
      @Nullable Epilogue epilogue,
      Workspace workspace) {
    if (bias != null) {
      workspace.spend(m);
      FloatRows.add(out, 0, 1, bias, 0, 0, out, 0, m);
    }
    if (epilogue != null) {
      epilogue.inPlace(out, 0, m, workspace.inner());
    }
  }

  /** The packing in words. */
  String describe() {
    if (product == null) {
      return "B is one column, not packed, " + kernels;
    }
    PackedMatrix matrix = product.matrix();
    return "B packed in panels of %d (%,d bytes)%s, %s"
        .formatted(2 * matrix.lanes(), bytes(), matrix.origin(), kernels);
  }

  /** Bytes of the packed matrix. */
  long bytes() {
    return 4L * zeros.length + (product == null ? 0 : product.matrix().bytes());
  }
}
