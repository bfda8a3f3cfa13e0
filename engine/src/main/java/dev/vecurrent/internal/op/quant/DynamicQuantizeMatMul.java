package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * DynamicQuantizeMatMul of {@code com.microsoft}: A is quantised as {@link DynamicQuantizeLinear}
 * does, then multiplied as {@link ScaledProduct} does.
 */
final class DynamicQuantizeMatMul implements Operator {

  private static final String NAME = "DynamicQuantizeMatMul";

  private static final int B_SCALE = 2;
  private static final int B_ZERO = 3;
  private static final int BIAS = 4;

  private final IntegerProduct product;
  private final boolean hasBZero;

  private DynamicQuantizeMatMul(IntegerProduct product, boolean hasBZero) {
    this.product = product;
    this.hasBZero = hasBZero;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(3, 5);
    reader.requireOutputs(1, 1);
    return new DynamicQuantizeMatMul(IntegerProduct.of(NAME), reader.hasInput(B_ZERO));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required(NAME, inputs, 0);
    Fact b = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "A", a, Quanta.SCALES);
    Types.require(NAME, "B", b, Quanta.BYTES);
    Types.require(NAME, "b_scale", Ports.required(NAME, inputs, B_SCALE), Quanta.SCALES);
    Fact zero = Ports.optional(inputs, B_ZERO);
    if (zero != null) {
      Types.requireSame(NAME, b, zero);
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
        : new DynamicQuantizeMatMul(product.packed(packing, b, zero), hasBZero);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long quanta = Shapes.times(4, Work.elements(inputs, outputs));
    return Work.plus(quanta, MatrixShapes.work(inputs[0], inputs, outputs));
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
    float[] x = a.floats();
    Watch watch = workspace.bounds().watch();
    float least = DynamicQuantizeLinear.least(x, a.size(), watch);
    float greatest = DynamicQuantizeLinear.greatest(x, a.size(), watch);
    float scale = DynamicQuantizeLinear.scale(least, greatest);
    int zero = DynamicQuantizeLinear.zero(least, scale);
    short[] quanta = workspace.shorts(0, a.size());
    for (int from = 0, end; from < a.size(); from = end) {
      end = Pieces.end(watch, from, a.size(), 2);
      for (int i = from; i < end; i++) {
        quanta[i] = (short) Rounding.quantum(x[i] / scale, -zero, 255 - zero, 0);
      }
    }
    int[] sums = workspace.ints(0, out.size());
    product.run(quanta, a, b, Ports.optional(inputs, B_ZERO), sums, workspace);
    Tensor one = workspace.tensor(0);
    one.resize(workspace.dims, 0);
    one.floats()[0] = scale;
    Tensor bScale = Ports.required(NAME, inputs, B_SCALE);
    ScaledProduct.scale(NAME, a, one, b, bScale, Ports.optional(inputs, BIAS), sums, out, watch);
  }
}
