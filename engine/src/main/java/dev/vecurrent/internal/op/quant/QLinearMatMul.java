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
 * ONNX QLinearMatMul: numpy.matmul of quanta. Exact sums are multiplied by {@code (a_scale *
 * b_scale) / y_scale}, rounded, and get the zero point of Y. Scales and zero points are one, one
 * for each row of A (and Y), or one for each column of B.
 */
final class QLinearMatMul implements Operator {

  private static final String NAME = "QLinearMatMul";

  private static final int A_SCALE = 1;
  private static final int A_ZERO = 2;
  private static final int B = 3;
  private static final int B_SCALE = 4;
  private static final int B_ZERO = 5;
  private static final int Y_SCALE = 6;
  private static final int Y_ZERO = 7;

  private final IntegerProduct product;

  private QLinearMatMul(IntegerProduct product) {
    this.product = product;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(10);
    reader.requireInputs(8, 8);
    reader.requireOutputs(1, 1);
    return new QLinearMatMul(IntegerProduct.of(NAME));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required(NAME, inputs, 0);
    Fact b = Ports.required(NAME, inputs, B);
    Types.require(NAME, "a", a, Quanta.BYTES);
    Types.require(NAME, "b", b, Quanta.BYTES);
    Types.requireSame(NAME, a, Ports.required(NAME, inputs, A_ZERO));
    Types.requireSame(NAME, b, Ports.required(NAME, inputs, B_ZERO));
    for (int scale : new int[] {A_SCALE, B_SCALE, Y_SCALE}) {
      Types.require(NAME, "scale", Ports.required(NAME, inputs, scale), Quanta.SCALES);
    }
    Fact zero = Ports.required(NAME, inputs, Y_ZERO);
    ElementType type = Types.require(NAME, "y_zero_point", zero, Quanta.BYTES);
    int[] dims = MatrixShapes.infer(NAME, a, b);
    MatrixShapes.requireFits(NAME, "b_scale", Ports.optional(inputs, B_SCALE), b, false);
    MatrixShapes.requireFits(NAME, "b_zero_point", Ports.optional(inputs, B_ZERO), b, false);
    return new Fact[] {new Fact(type, dims, null, null)};
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    Tensor b = Ports.optional(constants, B);
    Tensor zero = Ports.optional(constants, B_ZERO);
    return b == null || zero == null ? this : new QLinearMatMul(product.packed(packing, b, zero));
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
    Tensor b = Ports.required(NAME, inputs, B);
    Tensor aScale = Ports.required(NAME, inputs, A_SCALE);
    Tensor bScale = Ports.required(NAME, inputs, B_SCALE);
    Tensor yScale = Ports.required(NAME, inputs, Y_SCALE);
    Tensor yZero = Ports.required(NAME, inputs, Y_ZERO);
    Tensor out = Ports.required(NAME, outputs, 0);
    MatrixShapes.resize(NAME, a, b, out, workspace.dims);
    MatrixShapes.requireFits(NAME, "a_scale", aScale, a, true);
    MatrixShapes.requireFits(NAME, "b_scale", bScale, b, false);
    // Of a vector the output has no axis of rows, or none of columns.
    Tensor rows = a.rank() == 1 || b.rank() == 1 ? a : out;
    MatrixShapes.requireFits(NAME, "y_scale", yScale, rows, true);
    MatrixShapes.requireFits(NAME, "y_zero_point", yZero, rows, true);
    if (out.size() == 0) {
      return;
    }
    int[] sums = workspace.ints(0, out.size());
    Tensor aZero = Ports.required(NAME, inputs, A_ZERO);
    product.run(a, aZero, b, Ports.required(NAME, inputs, B_ZERO), sums, workspace);
    int m = MatrixShapes.rows(a);
    int n = MatrixShapes.columns(b);
    if (out.size() == 0) {
      return;
    }
    Watch watch = workspace.bounds().watch();
    float[] scales = workspace.floats(0, n);
    for (int row = 0; row < out.size() / n; row++) {
      int matrix = row / m;
      float left = at(aScale, MatrixShapes.matrix(a, a, b, matrix), m, row % m);
      float below = at(yScale, matrix, m, row % m);
      int first = MatrixShapes.place(bScale, MatrixShapes.matrix(b, a, b, matrix), n, 0);
      watch.spend(MatrixShapes.ROW);
      for (int from = 0, end; from < n; from = end) {
        end = Pieces.end(watch, from, n, 2);
        for (int i = from; i < end; i++) {
          scales[i] = left * bScale.floats()[bScale.size() == 1 ? 0 : first + i] / below;
        }
      }
      int zero = Quanta.get(yZero, MatrixShapes.place(yZero, matrix, m, row % m));
      Rounding.sums(sums, row * n, n, scales, out, row * n, zero, watch);
    }
  }

  private static float at(Tensor scale, int matrix, int each, int one) {
    return scale.floats()[MatrixShapes.place(scale, matrix, each, one)];
  }
}
