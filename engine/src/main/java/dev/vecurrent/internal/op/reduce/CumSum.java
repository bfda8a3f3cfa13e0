package dev.vecurrent.internal.op.reduce;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX CumSum and CumProd: sums or products along an axis, from either end, with or without each
 * element itself. Elements are taken one by one, in their own type.
 */
final class CumSum implements Operator {

  private final boolean product;
  private final String name;

  private final boolean exclusive;
  private final boolean reverse;

  private CumSum(boolean product, boolean exclusive, boolean reverse) {
    this.product = product;
    this.name = product ? "CumProd" : "CumSum";
    this.exclusive = exclusive;
    this.reverse = reverse;
  }

  static Operator read(NodeReader reader, boolean product) {
    reader.requireOpset(product ? 26 : 11);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new CumSum(product, reader.flag("exclusive", false), reader.flag("reverse", false));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name, inputs, 0);
    Types.require(name, "x", x, Types.ALL_NUMBERS);
    Types.require(name, "axis", Ports.required(name, inputs, 1), Types.INDICES);
    return new Fact[] {new Fact(x.type(), x.dims(), null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Work.TYPED + Work.ROW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(name, inputs, 0);
    Tensor axis = Ports.required(name, inputs, 1);
    Tensor out = Ports.required(name, outputs, 0);
    if (axis.size() != 1) {
      throw new IllegalArgumentException(name + ": axis is " + axis + ", expected one element");
    }
    int along = Shapes.axis(name, Shapes.integer(axis, 0), x.rank());
    out.resizeLike(x);
    if (x.size() == 0) {
      return;
    }
    int length = x.dim(along);
    int inner = (int) Shapes.count(x, along + 1, x.rank());
    for (int row = 0; row < x.size() / length; row++) {
      workspace.spend(Work.ROW);
      int first = row / inner * inner * length + row % inner;
      int from = reverse ? first + (length - 1) * inner : first;
      int step = reverse ? -inner : inner;
      switch (x.type()) {
        case FLOAT32 -> floats(x.floats(), out.floats(), from, step, length, workspace);
        case FLOAT64 -> doubles(x.doubles(), out.doubles(), from, step, length, workspace);
        default -> whole(x, out, from, step, length, workspace);
      }
    }
  }

  private void floats(float[] x, float[] out, int from, int step, int length, Workspace workspace) {
    float sum = product ? 1 : 0;
    for (int i = 0, at = from; i < length; ) {
      for (int end = workspace.piece(i, length, Work.TYPED); i < end; i++, at += step) {
        float next = product ? sum * x[at] : sum + x[at];
        out[at] = exclusive ? sum : next;
        sum = next;
      }
    }
  }

  private void doubles(
      double[] x, double[] out, int from, int step, int length, Workspace workspace) {
    double sum = product ? 1 : 0;
    for (int i = 0, at = from; i < length; ) {
      for (int end = workspace.piece(i, length, Work.TYPED); i < end; i++, at += step) {
        double next = product ? sum * x[at] : sum + x[at];
        out[at] = exclusive ? sum : next;
        sum = next;
      }
    }
  }

  private void whole(Tensor x, Tensor out, int from, int step, int length, Workspace workspace) {
    long sum = product ? 1 : 0;
    for (int i = 0, at = from; i < length; ) {
      for (int end = workspace.piece(i, length, Work.TYPED); i < end; i++, at += step) {
        long element = Integers.get(x, at);
        long next = product ? sum * element : sum + element;
        long value = exclusive ? sum : next;
        Integers.set(out, at, value);
        sum = next;
      }
    }
  }
}
