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

/**
 * ONNX LpNormalization: each element divided by the norm along an axis, which is the sum of
 * absolute values ({@code p} 1) or the root of the sum of squares ({@code p} 2). Where the norm is
 * 0 the output is 0. Sums run in double, in index order.
 */
final class LpNormalization implements Operator {

  private static final String NAME = "LpNormalization";

  private final long axis;
  private final boolean squares;

  private LpNormalization(long axis, boolean squares) {
    this.axis = axis;
    this.squares = squares;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    long p = reader.integer("p", 2);
    if (p != 1 && p != 2) {
      reader.refuse("p", Long.toString(p), "expected 1 or 2");
    }
    return new LpNormalization(reader.integer("axis", -1), p == 2);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "input", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null) {
      Shapes.axis(NAME, axis, dims.length);
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
    int along = Shapes.axis(NAME, axis, x.rank());
    out.resizeLike(x);
    if (x.size() == 0) {
      return;
    }
    int length = x.dim(along);
    int inner = (int) Shapes.count(x, along + 1, x.rank());
    for (int row = 0; row < x.size() / length; row++) {
      int from = row / inner * inner * length + row % inner;
      workspace.spend(2 * Work.ROW);
      double norm = norm(x, from, inner, length, workspace);
      for (int i = 0, end = 0; i < length; i++) {
        end = i < end ? end : workspace.piece(i, length, 2 * Work.TYPED);
        int at = from + i * inner;
        Reals.set(out, at, norm == 0 ? 0 : Reals.get(x, at) / norm);
      }
    }
  }

  private double norm(Tensor x, int from, int step, int length, Workspace workspace) {
    double sum = 0;
    for (int i = 0, end = 0; i < length; i++) {
      end = i < end ? end : workspace.piece(i, length, Work.TYPED);
      double value = Reals.get(x, from + i * step);
      sum += squares ? value * value : Math.abs(value);
    }
    return squares ? Math.sqrt(sum) : sum;
  }
}
