package dev.vecurrent.internal.op.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.product.MatrixProduct;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.Tensor;

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

  boolean isPacked(Kernels kernels) {
    return packed != null && packed.kernels.equals(kernels);
  }

  /** The packed form for these kernels, made once for all cells that use this matrix. */
  Packed packed(Packing packing) {
    Packed made = packed;
    if (made == null || !made.kernels.equals(packing.kernels())) {
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
    private final MatrixProduct product;
    private final float[] start;

    private Packed(Packing packing) {
      this.kernels = packing.kernels();
      GatePacker packer = kernels.packer();
      float[] byGate = byGate(packing);
      product = packing.product(weight, byGate, 0, order.length, units, depth);
      packing.drop(byGate);
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
      return 4L * start.length + product.matrix().bytes();
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

    /** {@code out = start + a W} for so many rows of the operands. */
    void multiply(Operands operands, int rows, Workspace workspace) {
      workspace.spend(product.work(rows));
      product.multiply(operands, rows, workspace.bounds().watch());
    }
  }
}
