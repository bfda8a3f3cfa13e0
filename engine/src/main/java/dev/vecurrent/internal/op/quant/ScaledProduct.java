package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * MatMulIntegerToFloat of {@code com.microsoft}: exact sums of a product of quanta, times {@code
 * a_scale * b_scale}, plus a row. The scale of B is one or one for each column, that of A one.
 */
final class ScaledProduct implements Operator {

  private static final String NAME = "MatMulIntegerToFloat";

  private static final int A_SCALE = 2;
  private static final int B_SCALE = 3;
  private static final int A_ZERO = 4;
  private static final int B_ZERO = 5;
  private static final int BIAS = 6;

  private final IntegerProduct product;
  private final boolean hasBZero;

  private ScaledProduct(IntegerProduct product, boolean hasBZero) {
    this.product = product;
    this.hasBZero = hasBZero;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(4, 7);
    reader.requireOutputs(1, 1);
    return new ScaledProduct(IntegerProduct.of(NAME), reader.hasInput(B_ZERO));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required(NAME, inputs, 0);
    Fact b = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "A", a, Quanta.BYTES);
    Types.require(NAME, "B", b, Quanta.BYTES);
    Types.require(NAME, "a_scale", Ports.required(NAME, inputs, A_SCALE), Quanta.SCALES);
    Types.require(NAME, "b_scale", Ports.required(NAME, inputs, B_SCALE), Quanta.SCALES);
    for (int i = A_ZERO; i <= B_ZERO; i++) {
      Fact zero = Ports.optional(inputs, i);
      if (zero != null) {
        Types.requireSame(NAME, i == A_ZERO ? a : b, zero);
      }
    }
    Fact bias = Ports.optional(inputs, BIAS);
    if (bias != null) {
      Types.require(NAME, "bias", bias, Quanta.SCALES);
    }
    int[] dims = MatrixShapes.infer(NAME, a, b);
    MatrixShapes.requireFits(NAME, "b_scale", Ports.optional(inputs, B_SCALE), b, false);
    MatrixShapes.requireFits(NAME, "b_zero_point", Ports.optional(inputs, B_ZERO), b, false);
    return new Fact[] {new Fact(ElementType.FLOAT32, dims, null, null)};
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    Tensor b = Ports.optional(constants, 1);
    Tensor zero = Ports.optional(constants, B_ZERO);
    return b == null || (hasBZero && zero == null)
        ? this
        : new ScaledProduct(product.packed(packing, b, zero), hasBZero);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return MatrixShapes.work(inputs[0], inputs, outputs);
  }

  @Override
  public String describe() {
    return product.describe();
  }

  @Override
  public long packedBytes() {
    return product.packedBytes();
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor a = Ports.required(NAME, inputs, 0);
    Tensor b = Ports.required(NAME, inputs, 1);
    Tensor aScale = Ports.required(NAME, inputs, A_SCALE);
    Tensor out = Ports.required(NAME, outputs, 0);
    MatrixShapes.resize(NAME, a, b, out, workspace.dims);
    MatrixShapes.requireFits(NAME, "a_scale", aScale, a, true);
    if (out.size() == 0) {
      return;
    }
    int[] sums = workspace.ints(0, out.size());
    Tensor aZero = Ports.optional(inputs, A_ZERO);
    product.run(a, aZero, b, Ports.optional(inputs, B_ZERO), sums, workspace);
    Tensor bScale = Ports.required(NAME, inputs, B_SCALE);
    scale(
        NAME,
        a,
        aScale,
        b,
        bScale,
        Ports.optional(inputs, BIAS),
        sums,
        out,
        workspace.bounds().watch());
  }

  /** Exact sums to numbers. */
  static void scale(
      String name,
      Tensor a,
      Tensor aScale,
      Tensor b,
      Tensor bScale,
      @Nullable Tensor bias,
      int[] sums,
      Tensor out,
      Watch watch) {
    MatrixShapes.requireFits(name, "b_scale", bScale, b, false);
    int m = MatrixShapes.rows(a);
    int n = MatrixShapes.columns(b);
    if (bias != null && (bias.rank() != 1 || bias.size() != n)) {
      throw new IllegalArgumentException(
          name + ": bias is " + bias + ", expected one element for each of " + n + " columns");
    }
    float[] y = out.floats();
    for (int row = 0; n > 0 && row < out.size() / n; row++) {
      int matrix = row / m;
      int inA = MatrixShapes.place(aScale, MatrixShapes.matrix(a, a, b, matrix), m, row % m);
      float left = aScale.floats()[inA];
      int first = MatrixShapes.place(bScale, MatrixShapes.matrix(b, a, b, matrix), n, 0);
      watch.spend(MatrixShapes.ROW);
      for (int from = 0, end; from < n; from = end) {
        end = Pieces.end(watch, from, n, 2);
        for (int i = from; i < end; i++) {
          float scale = left * bScale.floats()[bScale.size() == 1 ? 0 : first + i];
          y[row * n + i] = sums[row * n + i] * scale;
        }
        for (int i = from; bias != null && i < end; i++) {
          y[row * n + i] += bias.floats()[i];
        }
      }
    }
  }
}
