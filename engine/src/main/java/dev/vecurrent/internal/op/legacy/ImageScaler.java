package dev.vecurrent.internal.op.legacy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** ONNX's experiment ImageScaler: {@code scale x + bias[c]} of {@code [N, C, H, W]}. */
final class ImageScaler implements Operator {

  private static final String NAME = "ImageScaler";

  private final float scale;
  private final float[] bias;

  private ImageScaler(float scale, float[] bias) {
    this.scale = scale;
    this.bias = bias;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    float[] bias = reader.numbers("bias");
    if (bias == null) {
      reader.refuse("bias", "", "is required");
    }
    return new ImageScaler(reader.number("scale", 1), bias == null ? new float[0] : bias);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "input", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null && (dims.length != 4 || (dims[1] >= 0 && dims[1] != bias.length))) {
      throw mismatch(Shapes.text(dims));
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  private IllegalArgumentException mismatch(String found) {
    return new IllegalArgumentException(
        NAME + ": expected [N, " + bias.length + ", H, W], as there are biases, found " + found);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, 2 * Work.TYPED);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() != 4 || x.dim(1) != bias.length) {
      throw mismatch(x.toString());
    }
    out.resizeLike(x);
    int plane = (int) Shapes.count(x, 2, 4);
    for (int i = 0, end = 0; i < x.size(); i++) {
      end = i < end ? end : workspace.piece(i, x.size(), 2 * Work.TYPED);
      float add = bias[i / plane % bias.length];
      if (x.type() == ElementType.FLOAT32) {
        out.floats()[i] = Math.fma(scale, x.floats()[i], add);
      } else {
        out.doubles()[i] = Math.fma((double) scale, x.doubles()[i], (double) add);
      }
    }
  }
}
