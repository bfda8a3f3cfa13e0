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
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX ArgMax and ArgMin: the index, INT64, of the largest or least element along {@code axis}
 * (default 0); the first of several, or the last with {@code select_last_index} (since opset 12).
 * The axis stays with size 1 unless {@code keepdims} is 0. NaN counts as the largest, as in NumPy;
 * ArgMin passes it over unless it is first.
 */
final class ArgExtreme implements Operator {

  private final long axis;
  private final boolean keepDims;
  private final boolean last;
  private final boolean least;
  private final String name;

  private ArgExtreme(long axis, boolean keepDims, boolean last, boolean least) {
    this.least = least;
    this.name = least ? "ArgMin" : "ArgMax";
    this.axis = axis;
    this.keepDims = keepDims;
    this.last = last;
  }

  static Operator read(NodeReader reader, boolean least) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new ArgExtreme(
        reader.integer("axis", 0),
        reader.flag("keepdims", true),
        reader.opset() >= 12 && reader.flag("select_last_index", false),
        least);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name, inputs, 0);
    Types.require(name, "data", x, Types.ALL_NUMBERS);
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(ElementType.INT64)};
    }
    int along = Shapes.axis(name, axis, dims.length);
    int[] out = new int[keepDims ? dims.length : dims.length - 1];
    int rank = 0;
    for (int i = 0; i < dims.length; i++) {
      if (i != along) {
        out[rank++] = dims[i];
      } else if (keepDims) {
        out[rank++] = 1;
      }
    }
    return new Fact[] {new Fact(ElementType.INT64, out, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long work = Work.products(inputs, outputs, Work.ROW);
    return Work.plus(work, Shapes.times(Work.size(Ports.required(name, inputs, 0)), Work.TYPED));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(name, inputs, 0);
    Tensor out = Ports.required(name, outputs, 0);
    int along = Shapes.axis(name, axis, x.rank());
    int rank = 0;
    for (int i = 0; i < x.rank(); i++) {
      if (i != along) {
        workspace.dims[rank++] = x.dim(i);
      } else if (keepDims) {
        workspace.dims[rank++] = 1;
      }
    }
    int length = x.dim(along);
    long size = Shapes.count(x, 0, along);
    size = Shapes.times(size, Shapes.count(x, along + 1, x.rank()));
    if (length == 0 && size > 0) {
      throw new IllegalArgumentException(name + ": axis " + along + " of " + x + " is empty");
    }
    out.resize(workspace.dims, rank);
    if (out.size() == 0) {
      return;
    }
    int inner = (int) Shapes.count(x, along + 1, x.rank());
    for (int i = 0; i < out.size(); i++) {
      int from = i / inner * length * inner + i % inner;
      out.longs()[i] =
          switch (x.type()) {
            case FLOAT32, FLOAT64 -> real(x, from, inner, length, workspace);
            default -> whole(x, from, inner, length, workspace);
          };
    }
  }

  private int real(Tensor x, int from, int step, int length, Workspace workspace) {
    boolean single = x.type() == ElementType.FLOAT32;
    int best = 0;
    double most = single ? x.floats()[from] : x.doubles()[from];
    workspace.spend(Work.ROW);
    for (int i = 1; i < length; ) {
      for (int end = workspace.piece(i, length, Work.TYPED); i < end; i++) {
        double value = single ? x.floats()[from + i * step] : x.doubles()[from + i * step];
        boolean same = value == most || (Double.isNaN(value) && Double.isNaN(most));
        boolean more =
            (least ? value < most : value > most) || (Double.isNaN(value) && !Double.isNaN(most));
        if (more || (last && same)) {
          best = i;
          most = value;
        }
      }
    }
    return best;
  }

  private int whole(Tensor x, int from, int step, int length, Workspace workspace) {
    int best = 0;
    long most = Shapes.integer(x, from);
    workspace.spend(Work.ROW);
    for (int i = 1; i < length; ) {
      for (int end = workspace.piece(i, length, Work.TYPED); i < end; i++) {
        long value = Shapes.integer(x, from + i * step);
        int order = Integers.compare(x.type(), value, most);
        if ((least ? order < 0 : order > 0) || (last && order == 0)) {
          best = i;
          most = value;
        }
      }
    }
    return best;
  }
}
