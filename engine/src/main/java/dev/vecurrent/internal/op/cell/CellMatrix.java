package dev.vecurrent.internal.op.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Packing;
import dev.vecurrent.internal.op.matmul.PanelProduct;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * What a cell multiplies its input or its state with: the rows of a constant matrix in a given
 * order of gates, and a bias. Packed once, however many cells of an unrolled loop use it.
 */
public final class CellMatrix {

  private final Tensor weight;
  private final boolean transposed;
  private final @Nullable Tensor bias;
  private final int[] order;
  private final int units;
  private final int depth;
  private @Nullable Packed packed;

  /**
   * A matrix and a bias.
   *
   * @param weight FLOAT32, {@code [k, G*H]}, or {@code [G*H, k]} where it is transposed
   * @param bias FLOAT32 of {@code G*H} elements; {@code null} for none
   * @param order for each gate of the cell, which part of the columns is its
   */
  public CellMatrix(Tensor weight, boolean transposed, @Nullable Tensor bias, int[] order) {
    this.weight = weight;
    this.transposed = transposed;
    this.bias = bias;
    this.order = order.clone();
    this.units = weight.dim(transposed ? 0 : 1) / order.length;
    this.depth = weight.dim(transposed ? 1 : 0);
  }

  int units() {
    return units;
  }

  int depth() {
    return depth;
  }

  boolean isPacked() {
    return packed != null;
  }

  /** The packed form, made in the first call: a model has one kind of kernels. */
  Packed packed(Packing packing) {
    Packed made = packed;
    if (made == null) {
      made = new Packed(packing);
      packed = made;
    }
    return made;
  }

  /** Elements of the matrix by gate, unit and k: {@code [G, H, k]}. */
  private float[] byGate(Packing packing) {
    float[] from = weight.floats();
    int columns = order.length * units;
    float[] to = packing.floats((long) columns * depth);
    for (int gate = 0; gate < order.length; gate++) {
      for (int unit = 0; unit < units; unit++) {
        packing.bounds().watch().spend(depth);
        int column = order[gate] * units + unit;
        int row = (gate * units + unit) * depth;
        for (int k = 0; k < depth; k++) {
          to[row + k] = from[transposed ? column * depth + k : k * columns + column];
        }
      }
    }
    return to;
  }

  private float[] biasByGate(Packing packing) {
    float[] to = packing.floats((long) order.length * units);
    if (bias != null) {
      for (int gate = 0; gate < order.length; gate++) {
        System.arraycopy(bias.floats(), order[gate] * units, to, gate * units, units);
      }
    }
    return to;
  }

  /** Packed for some kernels. Immutable. */
  final class Packed {

    private final Kernels kernels;
    private final float[] matrix;
    private final @Nullable MemorySegment aligned;
    private final float[] start;
    private final int panels;

    private Packed(Packing packing) {
      this.kernels = packing.kernels();
      GatePacker packer = new GatePacker(kernels.lanes());
      panels = packer.panels(order.length, units);
      matrix = packing.floats(packer.matrixSize(order.length, units, depth));
      float[] byGate = byGate(packing);
      packer.matrix(byGate, 0, order.length, units, depth, matrix, packing.bounds().watch());
      packing.drop(byGate);
      aligned = packing.aligned(matrix);
      start = packing.floats(packer.rowSize(order.length, units));
      float[] bias = biasByGate(packing);
      packer.bias(bias, 0, -1, order.length, units, start);
      packing.drop(bias);
    }

    /** Floats of a row of gates. */
    int rowSize() {
      return start.length;
    }

    long bytes() {
      return 4L * (matrix.length + start.length) + (aligned == null ? 0 : aligned.byteSize());
    }

    /** What rows of gates start from: the bias, and another one of the same gates. */
    float[] startWith(Packed other, Packing packing) {
      float[] sum = packing.floats(start.length);
      for (int i = 0; i < sum.length; i++) {
        sum[i] = start[i] + other.start[i];
      }
      return sum;
    }

    float[] start() {
      return start;
    }

    /**
     * {@code out = init + a W} for rows of {@code a}.
     *
     * @param initStride from row to row of {@code init}; 0 to start every row from the same floats
     */
    void multiply(
        float[] a, int[] aAt, int rows, float[] init, int initStride, float[] out, Watch watch) {
      if (rows == 1) {
        PanelProduct.multiplyRow(
            kernels, a, aAt[0], depth, matrix, aligned, 0, panels, init, 0, out, watch);
      } else {
        PanelProduct.multiply(
            kernels,
            a,
            aAt,
            rows,
            depth,
            matrix,
            0,
            panels,
            init,
            0,
            initStride,
            out,
            start.length,
            watch);
      }
    }
  }
}
