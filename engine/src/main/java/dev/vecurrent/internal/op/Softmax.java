package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.FloatMath;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Softmax and LogSoftmax: over one axis since opset 13 (the last by default); below, over all
 * axes from {@code axis} on (the second by default).
 *
 * <p>The maximum is subtracted first; sums run in index order. FLOAT32 sums are kept in double, so
 * long rows lose nothing.
 */
final class Softmax implements Operator {

  private final boolean log;
  private final long axis;
  private final boolean rest;

  private Softmax(boolean log, long axis, boolean rest) {
    this.log = log;
    this.axis = axis;
    this.rest = rest;
  }

  static Operator read(NodeReader reader, boolean log) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    boolean rest = reader.opset() < 13;
    return new Softmax(log, reader.integer("axis", rest ? 1 : -1), rest);
  }

  private String name() {
    return log ? "LogSoftmax" : "Softmax";
  }

  private int axis(int rank) {
    return rank == 0 && (axis == 0 || axis == -1) ? 0 : Shapes.axis(name(), axis, rank);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name(), inputs, 0);
    Types.require(name(), "input", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null) {
      axis(dims.length);
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(name(), inputs, 0);
    Tensor out = Ports.required(name(), outputs, 0);
    out.resizeLike(x);
    if (x.size() == 0) {
      return;
    }
    int at = axis(x.rank());
    int length = x.rank() == 0 ? 1 : (int) Shapes.count(x, at, rest ? x.rank() : at + 1);
    int inner = rest || x.rank() == 0 ? 1 : (int) Shapes.count(x, at + 1, x.rank());
    int outer = x.size() / length / inner;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int from = o * length * inner + i;
        if (x.type() == ElementType.FLOAT32) {
          row(x.floats(), out.floats(), from, inner, length);
        } else {
          row(x.doubles(), out.doubles(), from, inner, length);
        }
      }
    }
  }

  private void row(float[] x, float[] out, int from, int step, int length) {
    float most = x[from];
    for (int i = 1; i < length; i++) {
      most = Math.max(most, x[from + i * step]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      float e = FloatMath.exp(x[from + i * step] - most);
      sum += e;
      out[from + i * step] = e;
    }
    if (log) {
      float logSum = (float) StrictMath.log(sum);
      for (int i = 0; i < length; i++) {
        out[from + i * step] = x[from + i * step] - most - logSum;
      }
    } else {
      for (int i = 0; i < length; i++) {
        out[from + i * step] = (float) (out[from + i * step] / sum);
      }
    }
  }

  private void row(double[] x, double[] out, int from, int step, int length) {
    double most = x[from];
    for (int i = 1; i < length; i++) {
      most = Math.max(most, x[from + i * step]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double e = StrictMath.exp(x[from + i * step] - most);
      sum += e;
      out[from + i * step] = e;
    }
    double logSum = StrictMath.log(sum);
    for (int i = 0; i < length; i++) {
      int at = from + i * step;
      out[at] = log ? x[at] - most - logSum : out[at] / sum;
    }
  }
}
