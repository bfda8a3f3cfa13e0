package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ONNX CenterCropPad (since opset 18): the middle of a tensor, or the tensor in the middle of
 * zeros, axis by axis. {@code shape} gives the sizes of {@code axes}, all by default. Of an odd
 * number of elements the smaller half is before.
 */
final class CenterCropPad implements Operator {

  private static final String NAME = "CenterCropPad";

  private final long @Nullable [] axes;

  private CenterCropPad(long @Nullable [] axes) {
    this.axes = axes;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(18);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new CenterCropPad(reader.integers("axes"));
  }

  private int count(int rank) {
    if (axes != null) {
      Shapes.axes(NAME, axes, rank);
    }
    return axes == null ? rank : axes.length;
  }

  private int axis(int index, int rank) {
    return axes == null ? index : Shapes.axis(NAME, axes[index], rank);
  }

  private static void requireCount(int found, int count) {
    if (found >= 0 && found != count) {
      throw new IllegalArgumentException(
          NAME + ": shape has " + found + " elements, expected one for each of " + count + " axes");
    }
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact shape = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "input_data", x, Types.ALL_NUMBERS_AND_BOOL);
    Types.require(NAME, "shape", shape, Types.INDICES);
    int length = Shapes.vectorLength(NAME, "shape", shape);
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(x.type())};
    }
    int count = count(dims.length);
    requireCount(length, count);
    long[] sizes = Elements.allOf(shape);
    int[] out = dims.clone();
    for (int i = 0; i < count; i++) {
      out[axis(i, dims.length)] = sizes == null ? Fact.UNKNOWN : Shapes.dim(NAME, sizes[i]);
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  /** The work of a row beside that of its elements. */
  private static int each(int rank) {
    return 8 * rank;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    int[] dims = outputs[0].dims();
    if (dims == null) {
      return Work.UNSTATED;
    }
    long rows = 1;
    for (int axis = 0; axis < dims.length - 1; axis++) {
      rows = Shapes.times(rows, Math.max(dims[axis], 1));
    }
    long copies = Work.plus(Work.made(outputs), Shapes.times(rows, each(dims.length)));
    return Work.plus(Work.elements(inputs, outputs), copies);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor shape = Shapes.vector(NAME, "shape", Ports.required(NAME, inputs, 1));
    Tensor out = Ports.required(NAME, outputs, 0);
    int rank = Shapes.copyDims(x, workspace.dims);
    int count = count(rank);
    requireCount(shape.size(), count);
    for (int i = 0; i < count; i++) {
      workspace.dims[axis(i, rank)] = Shapes.dim(NAME, Shapes.integer(shape, i));
    }
    out.resize(workspace.dims, rank);
    Pieces.clear(out, workspace.bounds().watch());
    if (x.size() == 0 || out.size() == 0) {
      return;
    }
    if (rank == 0) {
      System.arraycopy(x.storage(), 0, out.storage(), 0, 1);
      return;
    }
    int[] counters = workspace.ints(0, rank);
    Arrays.fill(counters, 0, rank, 0);
    int last = rank - 1;
    int run = Math.min(x.dim(last), out.dim(last));
    int rows = 1;
    for (int axis = 0; axis < last; axis++) {
      rows *= Math.min(x.dim(axis), out.dim(axis));
    }
    for (int row = 0; row < rows; row++) {
      workspace.spend((long) run + each(rank));
      int from = 0;
      int to = 0;
      for (int axis = 0; axis < rank; axis++) {
        int place = axis == last ? 0 : counters[axis];
        from = from * x.dim(axis) + Math.max(0, x.dim(axis) - out.dim(axis)) / 2 + place;
        to = to * out.dim(axis) + Math.max(0, out.dim(axis) - x.dim(axis)) / 2 + place;
      }
      System.arraycopy(x.storage(), from, out.storage(), to, run);
      for (int axis = last - 1; axis >= 0; axis--) {
        if (++counters[axis] < Math.min(x.dim(axis), out.dim(axis))) {
          break;
        }
        counters[axis] = 0;
      }
    }
  }
}
