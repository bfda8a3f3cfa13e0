package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX MatMulInteger: numpy.matmul of INT8 and UINT8, each less its zero point, as INT32. Zero
 * points are one, one for each row of A or column of B, or none.
 */
final class MatMulInteger implements Operator {

  private static final String NAME = "MatMulInteger";

  private final IntegerProduct product;
  private final boolean hasBZero;

  private MatMulInteger(IntegerProduct product, boolean hasBZero) {
    this.product = product;
    this.hasBZero = hasBZero;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(10);
    reader.requireInputs(2, 4);
    reader.requireOutputs(1, 1);
    return new MatMulInteger(IntegerProduct.of(NAME), reader.hasInput(3));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required(NAME, inputs, 0);
    Fact b = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "A", a, Quanta.BYTES);
    Types.require(NAME, "B", b, Quanta.BYTES);
    for (int i = 2; i < 4; i++) {
      Fact zero = Ports.optional(inputs, i);
      if (zero != null) {
        Types.requireSame(NAME, i == 2 ? a : b, zero);
      }
    }
    int[] dims = MatrixShapes.infer(NAME, a, b);
    MatrixShapes.requireFits(NAME, "b_zero_point", Ports.optional(inputs, 3), b, false);
    return new Fact[] {new Fact(ElementType.INT32, dims, null, null)};
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    Tensor b = Ports.optional(constants, 1);
    Tensor zero = Ports.optional(constants, 3);
    return b == null || (hasBZero && zero == null)
        ? this
        : new MatMulInteger(product.packed(packing, b, zero), hasBZero);
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
    Tensor out = Ports.required(NAME, outputs, 0);
    MatrixShapes.resize(NAME, a, b, out, workspace.dims);
    product.run(a, Ports.optional(inputs, 2), b, Ports.optional(inputs, 3), out.ints(), workspace);
  }
}
