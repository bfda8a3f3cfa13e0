package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * ONNX DequantizeLinear, of {@code com.microsoft}, too: {@code (x - zero point) * scale}, for a
 * scale of the tensor, of each place along an axis, or of each block. The difference is exact
 * before it becomes a float. Of constants it is a constant, so weights are packed as others are.
 */
final class DequantizeLinear implements Operator, Grain.Run {

  private static final String NAME = "DequantizeLinear";

  private static final Set<ElementType> INPUTS = inputs();

  private final Grain grain;

  private DequantizeLinear(Grain grain) {
    this.grain = grain;
  }

  private static Set<ElementType> inputs() {
    Set<ElementType> types = EnumSet.of(ElementType.INT32);
    types.addAll(Quanta.SMALL);
    return Collections.unmodifiableSet(types);
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(10);
    return read(reader, reader.opset());
  }

  /** Of com.microsoft, whose form is that of opset 21. */
  static Operator contrib(NodeReader reader) {
    return read(reader, 21);
  }

  private static Operator read(NodeReader reader, int opset) {
    reader.requireInputs(2, 3);
    reader.requireOutputs(1, 1);
    Grain grain = Grain.read(NAME, reader, opset >= 13, opset >= 21);
    ElementType output = opset >= 23 ? QuantumType.read(reader, "output_dtype") : null;
    if (output != null && output.computeType() != ElementType.FLOAT32) {
      reader.refuse("output_dtype", output.toString(), "expected FLOAT32, FLOAT16 or BFLOAT16");
    }
    return new DequantizeLinear(grain);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact scale = Ports.required(NAME, inputs, 1);
    Fact zeroPoint = Ports.optional(inputs, 2);
    Types.require(NAME, "x", x, INPUTS);
    Types.require(NAME, "x_scale", scale, Quanta.SCALES);
    if (zeroPoint != null) {
      Types.requireSame(NAME, x, zeroPoint);
    }
    grain.check(x, scale, zeroPoint);
    return new Fact[] {new Fact(ElementType.FLOAT32, x.dims(), null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Grain.EACH);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor y = Ports.required(NAME, outputs, 0);
    y.resizeLike(Ports.required(NAME, inputs, 0));
    grain.forEach(inputs, y, this, workspace.bounds().watch());
  }

  @Override
  public void convert(
      @Nullable Tensor[] inputs, Tensor y, int at, int count, int scaleAt, boolean row) {
    Tensor x = Ports.required(NAME, inputs, 0);
    float[] scales = Ports.required(NAME, inputs, 1).floats();
    Tensor zeroPoint = Ports.optional(inputs, 2);
    if (x.type() == ElementType.INT32) {
      wide(x.ints(), scales, zeroPoint, y.floats(), at, count, scaleAt, row);
      return;
    }
    if (row) {
      row(x, scales, zeroPoint, y.floats(), at, count, scaleAt);
    } else {
      whole(x, at, count, scales[scaleAt], Quanta.zero(zeroPoint, scaleAt), y.floats());
    }
  }

  /** Numbers of one scale. */
  static void whole(Tensor x, int at, int count, float scale, int zero, float[] y) {
    Quanta.floats(x, at, count, y);
    for (int i = at; i < at + count; i++) {
      y[i] = (y[i] - zero) * scale; // differences of less than 18 bits are exact
    }
  }

  private static void row(
      Tensor x,
      float[] scales,
      @Nullable Tensor zeroPoint,
      float[] y,
      int at,
      int count,
      int scaleAt) {
    Quanta.floats(x, at, count, y);
    for (int i = 0; zeroPoint != null && i < count; i++) {
      y[at + i] -= Quanta.get(zeroPoint, scaleAt + i);
    }
    for (int i = 0; i < count; i++) {
      y[at + i] *= scales[scaleAt + i];
    }
  }

  private static void wide(
      int[] x,
      float[] scales,
      @Nullable Tensor zeroPoint,
      float[] y,
      int at,
      int count,
      int scaleAt,
      boolean row) {
    for (int i = 0; i < count; i++) {
      int one = row ? scaleAt + i : scaleAt;
      long difference = (long) x[at + i] - Quanta.zero(zeroPoint, one);
      y[at + i] = difference * scales[one];
    }
  }
}
