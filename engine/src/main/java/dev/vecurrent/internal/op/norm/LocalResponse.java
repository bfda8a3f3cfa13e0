package dev.vecurrent.internal.op.norm;

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

/**
 * ONNX LRN: {@code x / (bias + alpha / size * s)^beta}, s being the sum of squares over {@code
 * size} channels of {@code [N, C, ...]} around each element's own. Computed in double, rounded
 * once.
 */
final class LocalResponse implements Operator {

  private static final String NAME = "LRN";

  private final int size;
  private final float alpha;
  private final float beta;
  private final float bias;

  private LocalResponse(int size, float alpha, float beta, float bias) {
    this.size = size;
    this.alpha = alpha;
    this.beta = beta;
    this.bias = bias;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    long size = reader.integer("size", 0);
    if (size < 1 || size > Integer.MAX_VALUE) {
      reader.refuse("size", Long.toString(size), "expected 1 or more");
    }
    return new LocalResponse(
        (int) size,
        reader.number("alpha", 1e-4f),
        reader.number("beta", 0.75f),
        reader.number("bias", 1));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null && dims.length < 2) {
      throw new IllegalArgumentException(
          NAME + ": expected [N, C, ...], found " + Shapes.text(dims));
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long each = Work.STRICT + Math.min(size, Work.dim(inputs[0], 1));
    return Work.products(inputs, outputs, each);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() < 2) {
      throw new IllegalArgumentException(NAME + ": expected [N, C, ...], found " + x);
    }
    out.resizeLike(x);
    int channels = x.dim(1);
    int plane = (int) Shapes.count(x, 2, x.rank());
    long each = Work.STRICT + (long) Math.min(size, channels);
    for (int i = 0, end = 0; i < x.size(); i++) {
      end = i < end ? end : workspace.piece(i, x.size(), each);
      int channel = i / plane % channels;
      int first = Math.max(0, channel - (size - 1) / 2);
      int last = (int) Math.min(channels - 1L, channel + (long) size / 2);
      double sum = 0;
      for (int c = first; c <= last; c++) {
        double value = element(x, i + (c - channel) * plane);
        sum = Math.fma(value, value, sum);
      }
      double divisor = StrictMath.pow(bias + (double) alpha / size * sum, beta);
      double result = element(x, i) / divisor;
      if (x.type() == ElementType.FLOAT32) {
        out.floats()[i] = (float) result;
      } else {
        out.doubles()[i] = result;
      }
    }
  }

  private static double element(Tensor x, int at) {
    return x.type() == ElementType.FLOAT32 ? x.floats()[at] : x.doubles()[at];
  }
}
