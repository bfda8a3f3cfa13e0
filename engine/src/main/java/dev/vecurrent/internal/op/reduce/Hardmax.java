package dev.vecurrent.internal.op.reduce;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX Hardmax: 1 at the first largest element of each row, 0 elsewhere. Rows are those of {@link
 * Softmax}: one axis since opset 13, below that all axes from {@code axis} on. A NaN is never the
 * largest, except in the first place.
 */
final class Hardmax implements Operator {

  private final SoftmaxRows rows;

  private Hardmax(SoftmaxRows rows) {
    this.rows = rows;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Hardmax(SoftmaxRows.read(reader));
  }

  @Override
  public Set<Trait> traits() {
    return rows.isOfLastAxis() ? Set.of(Trait.ROW_INDEPENDENT) : Set.of();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required("Hardmax", inputs, 0);
    Types.require("Hardmax", "input", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null) {
      rows.axis(dims.length);
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Work.ROW + Work.TYPED);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required("Hardmax", inputs, 0);
    Tensor out = Ports.required("Hardmax", outputs, 0);
    out.resizeLike(x);
    if (x.size() == 0) {
      return;
    }
    int length = rows.length(x);
    int inner = rows.inner(x);
    int all = x.size() / length;
    if (x.type() == ElementType.FLOAT32) {
      Integers.fill(out, 0, x.size(), 0, workspace);
      for (int row = 0; row < all; row++) {
        int from = row / inner * length * inner + row % inner;
        out.floats()[largest(x.floats(), from, inner, length, workspace)] = 1;
      }
    } else {
      Integers.fill(out, 0, x.size(), 0, workspace);
      for (int row = 0; row < all; row++) {
        int from = row / inner * length * inner + row % inner;
        out.doubles()[largest(x.doubles(), from, inner, length, workspace)] = 1;
      }
    }
  }

  private static int largest(float[] x, int from, int step, int length, Workspace workspace) {
    int best = from;
    workspace.spend(Work.ROW);
    for (int i = 1; i < length; ) {
      for (int end = workspace.piece(i, length, 2); i < end; i++) {
        best = x[from + i * step] > x[best] ? from + i * step : best;
      }
    }
    return best;
  }

  private static int largest(double[] x, int from, int step, int length, Workspace workspace) {
    int best = from;
    workspace.spend(Work.ROW);
    for (int i = 1; i < length; ) {
      for (int end = workspace.piece(i, length, 2); i < end; i++) {
        best = x[from + i * step] > x[best] ? from + i * step : best;
      }
    }
    return best;
  }
}
