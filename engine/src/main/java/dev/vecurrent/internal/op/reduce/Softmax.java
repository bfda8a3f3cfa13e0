package dev.vecurrent.internal.op.reduce;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.elementwise.FloatRow;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX Softmax and LogSoftmax: over one axis since opset 13 (the last by default); below, over all
 * axes from {@code axis} on (the second by default).
 *
 * <p>The maximum is subtracted first; sums run in index order. FLOAT32 sums are kept in double, so
 * long rows lose nothing.
 */
final class Softmax implements Operator {

  private final boolean log;
  private final SoftmaxRows rows;
  private final RowFunction exp;

  private Softmax(boolean log, SoftmaxRows rows, RowFunction exp) {
    this.log = log;
    this.exp = exp;
    this.rows = rows;
  }

  static Operator read(NodeReader reader, boolean log) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Softmax(log, SoftmaxRows.read(reader), reader.kernels().function(RowKind.EXP));
  }

  private String name() {
    return rows.operator();
  }

  @Override
  public Set<Trait> traits() {
    return rows.isOfLastAxis() ? Set.of(Trait.ROW_INDEPENDENT) : Set.of();
  }

  @Override
  public boolean usesKernels() {
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name(), inputs, 0);
    Types.require(name(), "input", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null) {
      rows.axis(dims.length);
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    boolean doubles = outputs[0].type() == ElementType.FLOAT64;
    return Work.products(inputs, outputs, (doubles ? Work.STRICT : Work.FUNCTION) + 2L * Work.ROW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(name(), inputs, 0);
    Tensor out = Ports.required(name(), outputs, 0);
    out.resizeLike(x);
    if (x.size() == 0) {
      return;
    }
    int length = rows.length(x);
    int inner = rows.inner(x);
    int all = x.size() / length;
    for (int row = 0; row < all; row++) {
      int from = row / inner * length * inner + row % inner;
      if (x.type() == ElementType.FLOAT64) {
        row(x.doubles(), out.doubles(), from, inner, length, workspace);
      } else if (inner == 1) {
        row(x.floats(), out.floats(), from, length, workspace);
      } else {
        row(x.floats(), out.floats(), from, inner, length, workspace);
      }
    }
  }

  /** A row that does not stand together goes through scratch. */
  private void row(float[] x, float[] out, int from, int step, int length, Workspace workspace) {
    float[] row = workspace.floats(0, length);
    for (int i = 0; i < length; ) {
      for (int end = workspace.piece(i, length, 2); i < end; i++) {
        row[i] = x[from + i * step];
      }
    }
    row(row, row, 0, length, workspace);
    for (int i = 0; i < length; ) {
      for (int end = workspace.piece(i, length, 2); i < end; i++) {
        out[from + i * step] = row[i];
      }
    }
  }

  private void row(float[] x, float[] out, int from, int length, Workspace workspace) {
    float most = x[from];
    for (int at = 0; at < length; ) {
      int end = workspace.piece(at, length, 1);
      most = most(x, from + at, from + end, most);
      at = end;
    }
    if (log) {
      logRow(x, out, from, length, most, workspace);
      return;
    }
    double sum = 0;
    for (int at = 0; at < length; ) {
      int end = workspace.piece(at, length, Work.FUNCTION);
      minus(x, most, out, from + at, end - at);
      exp.apply(out, from + at, out, from + at, end - at);
      sum = sum(out, from + at, from + end, sum);
      at = end;
    }
    for (int at = 0; at < length; ) {
      int end = workspace.piece(at, length, 1);
      divide(out, from + at, from + end, sum);
      at = end;
    }
  }

  private static void divide(float[] out, int from, int end, double sum) {
    for (int i = from; i < end; i++) {
      out[i] = (float) (out[i] / sum);
    }
  }

  /** The exponentials are summed block by block, beside the differences. */
  private void logRow(
      float[] x, float[] out, int from, int length, float most, Workspace workspace) {
    float[] e = workspace.floats(1, FloatRow.BLOCK);
    double sum = 0;
    for (int at = 0; at < length; at += FloatRow.BLOCK) {
      int some = Math.min(FloatRow.BLOCK, length - at);
      workspace.spend((long) Work.FUNCTION * some);
      minus(x, most, out, from + at, some);
      exp.apply(out, from + at, e, 0, some);
      for (int i = 0; i < some; i++) {
        sum += e[i];
      }
    }
    float logSum = (float) StrictMath.log(sum);
    for (int at = 0; at < length; ) {
      int end = workspace.piece(at, length, 1);
      subtract(out, from + at, from + end, logSum);
      at = end;
    }
  }

  private static void subtract(float[] out, int from, int end, float logSum) {
    for (int i = from; i < end; i++) {
      out[i] -= logSum;
    }
  }

  private static float most(float[] x, int from, int end, float first) {
    float most = first;
    for (int i = from; i < end; i++) {
      most = Math.max(most, x[i]);
    }
    return most;
  }

  private static void minus(float[] x, float y, float[] out, int from, int length) {
    for (int i = from; i < from + length; i++) {
      out[i] = x[i] - y;
    }
  }

  private static double sum(float[] x, int from, int end, double first) {
    double sum = first;
    for (int i = from; i < end; i++) {
      sum += x[i];
    }
    return sum;
  }

  private void row(double[] x, double[] out, int from, int step, int length, Workspace workspace) {
    double most = x[from];
    for (int i = 1; i < length; ) {
      for (int end = workspace.piece(i, length, 2); i < end; i++) {
        most = Math.max(most, x[from + i * step]);
      }
    }
    double sum = 0;
    for (int i = 0; i < length; ) {
      for (int end = workspace.piece(i, length, Work.STRICT); i < end; i++) {
        double e = StrictMath.exp(x[from + i * step] - most);
        sum += e;
        out[from + i * step] = e;
      }
    }
    double logSum = StrictMath.log(sum);
    for (int i = 0; i < length; ) {
      for (int end = workspace.piece(i, length, 2); i < end; i++) {
        int at = from + i * step;
        out[at] = log ? x[at] - most - logSum : out[at] / sum;
      }
    }
  }
}
