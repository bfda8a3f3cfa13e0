package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ONNX MeanVarianceNormalization (since opset 9): {@code (X - EX) / (sqrt(E(X - EX)^2) + 1e-9)},
 * where the means are over {@code axes}. Sums run in double, in index order; the small number is
 * that of ONNX's function body.
 */
final class MeanVarianceNormalization implements Operator {

  private static final String NAME = "MeanVarianceNormalization";
  private static final double EPSILON = 1e-9;

  private final long[] axes;

  private MeanVarianceNormalization(long[] axes) {
    this.axes = axes;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(9);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    long[] axes = reader.integers("axes");
    return new MeanVarianceNormalization(axes == null ? new long[] {0, 2, 3} : axes);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null) {
      Shapes.axes(NAME, axes, dims.length);
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, 4L * Work.ROW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    int mask = Shapes.axes(NAME, axes, x.rank());
    out.resizeLike(x);
    if (x.size() == 0) {
      return;
    }
    int rank = x.rank();
    int[] strides = workspace.ints(0, Tensor.MAX_RANK);
    int[] counters = workspace.ints(1, Tensor.MAX_RANK);
    int groups = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      boolean reduced = (mask & 1 << axis) != 0;
      strides[axis] = reduced ? 0 : groups;
      groups *= reduced ? 1 : x.dim(axis);
    }
    double[] mean = workspace.doubles(0, groups);
    double[] deviation = workspace.doubles(1, groups);
    int count = x.size() / groups;
    Arrays.fill(mean, 0, groups, 0);
    Arrays.fill(deviation, 0, groups, 0);
    Arrays.fill(counters, 0);
    for (int i = 0, g = 0, end = 0; i < x.size(); i++, g = next(x, strides, counters, g)) {
      end = i < end ? end : workspace.piece(i, x.size(), Work.ROW);
      mean[g] += Reals.get(x, i);
    }
    for (int g = 0; g < groups; ) {
      for (int end = workspace.piece(g, groups, Work.TYPED); g < end; g++) {
        mean[g] /= count;
      }
    }
    for (int i = 0, g = 0, end = 0; i < x.size(); i++, g = next(x, strides, counters, g)) {
      end = i < end ? end : workspace.piece(i, x.size(), Work.ROW);
      double difference = Reals.get(x, i) - mean[g];
      deviation[g] += difference * difference;
    }
    for (int g = 0; g < groups; ) {
      for (int end = workspace.piece(g, groups, Work.TYPED); g < end; g++) {
        deviation[g] = Math.sqrt(deviation[g] / count) + EPSILON;
      }
    }
    for (int i = 0, g = 0, end = 0; i < x.size(); i++, g = next(x, strides, counters, g)) {
      end = i < end ? end : workspace.piece(i, x.size(), Work.ROW);
      Reals.set(out, i, (Reals.get(x, i) - mean[g]) / deviation[g]);
    }
  }

  /** The group of the next element; after the last one all counters are 0 again. */
  private static int next(Tensor x, int[] strides, int[] counters, int group) {
    int next = group;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      next += strides[axis];
      if (++counters[axis] < x.dim(axis)) {
        return next;
      }
      counters[axis] = 0;
      next -= strides[axis] * x.dim(axis);
    }
    return next;
  }
}
