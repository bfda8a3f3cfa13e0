package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX DynamicQuantizeLinear: UINT8 quanta of a scale and a zero point that fit the elements, and 0
 * among them. Where all elements are 0, the scale is 1, as in ONNX Runtime.
 */
final class DynamicQuantizeLinear implements Operator {

  private static final String NAME = "DynamicQuantizeLinear";

  private static final int GREATEST = 255;

  /** The work of an element. */
  private static final int EACH = 4;

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
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, EACH);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Watch watch = workspace.bounds().watch();
    float least = least(x.floats(), x.size(), watch);
    float scale = scale(least, greatest(x.floats(), x.size(), watch));
    int zero = zero(least, scale);
    Tensor y = Ports.optional(outputs, 0);
    if (y != null) {
      y.resizeLike(x);
      for (int from = 0, end; from < x.size(); from = end) {
        end = Pieces.end(watch, from, x.size(), 2);
        Rounding.store(x.floats(), from, end - from, scale, y, zero);
      }
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
  static float least(float[] x, int size, Watch watch) {
    float least = 0;
    for (int from = 0, end; from < size; from = end) {
      end = Pieces.end(watch, from, size, 1);
      for (int i = from; i < end; i++) {
        least = Math.min(least, x[i]);
      }
    }
    return least;
  }

  /** The greatest element, at least 0. */
  static float greatest(float[] x, int size, Watch watch) {
    float greatest = 0;
    for (int from = 0, end; from < size; from = end) {
      end = Pieces.end(watch, from, size, 1);
      for (int i = from; i < end; i++) {
        greatest = Math.max(greatest, x[i]);
      }
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
