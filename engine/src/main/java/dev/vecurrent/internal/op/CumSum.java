package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX CumSum: sums along an axis, from either end, with or without each element itself. Elements
 * are added one by one, in their own type.
 */
final class CumSum implements Operator {

  private static final String NAME = "CumSum";

  private final boolean exclusive;
  private final boolean reverse;

  private CumSum(boolean exclusive, boolean reverse) {
    this.exclusive = exclusive;
    this.reverse = reverse;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new CumSum(reader.flag("exclusive", false), reader.flag("reverse", false));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "x", x, Types.ALL_NUMBERS);
    Types.require(NAME, "axis", Ports.required(NAME, inputs, 1), Types.INDICES);
    return new Fact[] {new Fact(x.type(), x.dims(), null, null)};
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor axis = Ports.required(NAME, inputs, 1);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (axis.size() != 1) {
      throw new IllegalArgumentException("CumSum: axis is " + axis + ", expected one element");
    }
    int along = Shapes.axis(NAME, Shapes.integer(axis, 0), x.rank());
    out.resizeLike(x);
    if (x.size() == 0) {
      return;
    }
    int length = x.dim(along);
    int inner = (int) Shapes.count(x, along + 1, x.rank());
    for (int row = 0; row < x.size() / length; row++) {
      int first = row / inner * inner * length + row % inner;
      int from = reverse ? first + (length - 1) * inner : first;
      int step = reverse ? -inner : inner;
      switch (x.type()) {
        case FLOAT32 -> floats(x.floats(), out.floats(), from, step, length);
        case FLOAT64 -> doubles(x.doubles(), out.doubles(), from, step, length);
        default -> whole(x, out, from, step, length);
      }
    }
  }

  private void floats(float[] x, float[] out, int from, int step, int length) {
    float sum = 0;
    for (int i = 0, at = from; i < length; i++, at += step) {
      float next = sum + x[at];
      out[at] = exclusive ? sum : next;
      sum = next;
    }
  }

  private void doubles(double[] x, double[] out, int from, int step, int length) {
    double sum = 0;
    for (int i = 0, at = from; i < length; i++, at += step) {
      double next = sum + x[at];
      out[at] = exclusive ? sum : next;
      sum = next;
    }
  }

  private void whole(Tensor x, Tensor out, int from, int step, int length) {
    long sum = 0;
    for (int i = 0, at = from; i < length; i++, at += step) {
      long next = sum + Integers.get(x, at);
      long value = exclusive ? sum : next;
      Integers.set(out, at, value);
      sum = next;
    }
  }
}
