package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.internal.op.NodeReader;
import dev.vecurrent.internal.op.Operator;
import dev.vecurrent.internal.op.Ports;
import dev.vecurrent.internal.op.Types;
import dev.vecurrent.internal.op.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX DynamicQuantizeLinear: UINT8 quanta of a scale and a zero point that fit the elements, and 0
 * among them. Where all elements are 0, the scale is 1, as in ONNX Runtime.
 */
final class DynamicQuantizeLinear implements Operator {

  private static final String NAME = "DynamicQuantizeLinear";

  private static final int GREATEST = 255;

  private DynamicQuantizeLinear() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 3);
    return new DynamicQuantizeLinear();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "x", x, Quanta.SCALES);
    return new Fact[] {
      new Fact(ElementType.UINT8, x.dims(), null, null),
      Fact.of(ElementType.FLOAT32, new int[0]),
      Fact.of(ElementType.UINT8, new int[0])
    };
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    float least = least(x.floats(), x.size());
    float scale = scale(least, greatest(x.floats(), x.size()));
    int zero = zero(least, scale);
    Tensor y = Ports.optional(outputs, 0);
    if (y != null) {
      y.resizeLike(x);
      Rounding.store(x.floats(), 0, x.size(), scale, y, zero);
    }
    Tensor scaleOut = Ports.optional(outputs, 1);
    if (scaleOut != null) {
      scaleOut.resize(workspace.dims, 0);
      scaleOut.floats()[0] = scale;
    }
    Tensor zeroOut = Ports.optional(outputs, 2);
    if (zeroOut != null) {
      zeroOut.resize(workspace.dims, 0);
      zeroOut.bytes()[0] = (byte) zero;
    }
  }

  /** The least element, at most 0. */
  static float least(float[] x, int size) {
    float least = 0;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, x[i]);
    }
    return least;
  }

  /** The greatest element, at least 0. */
  static float greatest(float[] x, int size) {
    float greatest = 0;
    for (int i = 0; i < size; i++) {
      greatest = Math.max(greatest, x[i]);
    }
    return greatest;
  }

  static float scale(float least, float greatest) {
    return least == greatest ? 1 : (greatest - least) / GREATEST;
  }

  static int zero(float least, float scale) {
    return (int) Math.rint(Math.clamp(-least / scale, 0f, GREATEST));
  }
}
