package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.ScalarMath;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * ONNX QuantizeLinear, of {@code com.microsoft}, too: {@code round(x / scale) + zero point},
 * saturated, for a scale of the tensor, of each place along an axis, or of each block. The quotient
 * is a float, rounded once more where {@code precision} says so.
 */
final class QuantizeLinear implements Operator, Grain.Run {

  private static final String NAME = "QuantizeLinear";

  private static final Set<ElementType> INPUTS =
      Collections.unmodifiableSet(EnumSet.of(ElementType.FLOAT32, ElementType.INT32));

  private final Grain grain;

  /** What the attribute says; {@code null} where it says nothing. */
  private final @Nullable ElementType output;

  private final ElementType precision;

  private QuantizeLinear(Grain grain, @Nullable ElementType output, ElementType precision) {
    this.grain = grain;
    this.output = output;
    this.precision = precision;
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
    if (opset >= 19) {
      reader.flag("saturate", true); // of 8-bit floats, which do not occur here
    }
    Grain grain = Grain.read(NAME, reader, opset >= 13, opset >= 21);
    ElementType output = opset >= 21 ? QuantumType.read(reader, "output_dtype") : null;
    if (output != null && !Quanta.SMALL.contains(output)) {
      reader.refuse("output_dtype", output.toString(), "expected one of " + Quanta.SMALL);
    }
    ElementType given = opset >= 23 ? QuantumType.read(reader, "precision") : null;
    ElementType precision = given == null ? ElementType.FLOAT32 : given;
    if (precision.computeType() != ElementType.FLOAT32) {
      reader.refuse("precision", precision.toString(), "expected FLOAT32, FLOAT16 or BFLOAT16");
    }
    return new QuantizeLinear(grain, output, precision);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact scale = Ports.required(NAME, inputs, 1);
    Fact zeroPoint = Ports.optional(inputs, 2);
    Types.require(NAME, "x", x, INPUTS);
    Types.require(NAME, "y_scale", scale, Quanta.SCALES);
    ElementType type = output == null ? ElementType.UINT8 : output;
    if (zeroPoint != null) {
      type = Types.require(NAME, "y_zero_point", zeroPoint, Quanta.SMALL);
      if (output != null && output != type) {
        throw new IllegalArgumentException(
            NAME + ": output_dtype is " + output + ", y_zero_point " + type + ": expected one");
      }
    }
    grain.check(x, scale, zeroPoint);
    return new Fact[] {new Fact(type, x.dims(), null, null)};
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
    if (!row && x.type() == ElementType.FLOAT32 && precision == ElementType.FLOAT32) {
      Rounding.store(x.floats(), at, count, scales[scaleAt], y, Quanta.zero(zeroPoint, scaleAt));
      return;
    }
    for (int i = 0; i < count; i++) {
      int one = row ? scaleAt + i : scaleAt;
      float number = x.type() == ElementType.INT32 ? x.ints()[at + i] : x.floats()[at + i];
      Rounding.put(y, at + i, quotient(number, scales[one]), Quanta.zero(zeroPoint, one));
    }
  }

  private float quotient(float number, float scale) {
    float quotient = number / scale;
    return switch (precision) {
      case FLOAT16 -> ScalarMath.roundToFloat16(quotient);
      case BFLOAT16 -> ScalarMath.roundToBfloat16(quotient);
      default -> quotient;
    };
  }
}
