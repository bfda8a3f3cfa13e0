package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Epilogue;
import dev.vecurrent.internal.op.base.Packing;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.elementwise.FloatRows;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.tensor.Tensor;

/**
 * A constant matrix B {@code [k, n]} of floats, packed for {@link Kernels#multiply}. Products have
 * the bits of {@link DenseProduct}: each output starts from 0 and takes its terms in the order of
 * {@code k}. Immutable.
 */
final class PackedMatrix {

  /** Rows of A that go through B together: their outputs stay in the first-level caches. */
  private static final int ROWS = 48;

  private final Kernels kernels;
  private final int depth;
  private final int columns;
  private final int panels;
  private final int rowSize;
  private final float[] packed;
  private final float[] zeros;

  /** B as it is where it has one column, else empty. */
  private final float[] column;

  /**
   * Packs a matrix.
   *
   * @param b FLOAT32, {@code [k, n]}, or {@code [n, k]} where it is transposed
   */
  PackedMatrix(Packing packing, Tensor b, boolean transposed) {
    this.kernels = packing.kernels();
    this.depth = b.dim(transposed ? 1 : 0);
    this.columns = b.dim(transposed ? 0 : 1);
    GatePacker packer = new GatePacker(kernels.lanes());
    this.panels = packer.panels(1, columns);
    this.rowSize = packer.rowSize(1, columns);
    this.zeros = packing.floats(rowSize);
    this.column = columns == 1 ? b.floats() : new float[0];
    if (columns == 1) {
      this.packed = new float[0]; // a panel would be mostly zeros
      return;
    }
    this.packed = packing.floats(packer.matrixSize(1, columns, depth));
    float[] rows = transposed ? b.floats() : transposed(packing, b);
    packer.matrix(rows, 0, 1, columns, depth, packed, packing.bounds().watch());
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
    if (columns == 1) {
      DotRows.multiply(a, 0, column, 0, depth, out, 0, m, workspace);
      finish(out, m, bias, epilogue, workspace);
      return;
    }
    int[] aAt = workspace.ints(0, ROWS);
    float[] rows = workspace.floats(0, (long) Math.min(ROWS, m) * rowSize);
    float[] row = workspace.floats(1, columns);
    for (int from = 0; from < m; from += ROWS) {
      int count = Math.min(ROWS, m - from);
      for (int i = 0; i < count; i++) {
        aAt[i] = (from + i) * depth;
      }
      PanelProduct.multiply(
          kernels,
          a,
          aAt,
          count,
          depth,
          packed,
          0,
          panels,
          zeros,
          0,
          0,
          rows,
          rowSize,
          workspace.bounds().watch());
      workspace.spend((long) count * columns);
      for (int i = 0; i < count; i++) {
        if (bias == null) {
          System.arraycopy(rows, i * rowSize, out, (from + i) * columns, columns);
        } else {
          System.arraycopy(rows, i * rowSize, row, 0, columns);
          FloatRows.add(row, 0, 1, bias, 0, 1, row, 0, columns);
          System.arraycopy(row, 0, out, (from + i) * columns, columns);
        }
      }
      if (epilogue != null) {
        epilogue.inPlace(out, from * columns, count * columns, workspace.inner());
      }
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
    if (columns == 1) {
      return "B is one column, not packed, " + kernels.describe();
    }
    return "B packed in panels of %d (%,d bytes), %s"
        .formatted(2 * kernels.lanes(), bytes(), kernels.describe());
  }

  /** Bytes of the packed matrix. */
  long bytes() {
    return 4L * (packed.length + zeros.length);
  }
}
