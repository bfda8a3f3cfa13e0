package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Parameter;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ONNX Pad: constant, reflect, edge and wrap (since opset 19); pads as attribute below opset 11,
 * then input; of chosen axes since opset 18. A negative pad takes elements away.
 */
final class Pad implements Operator {

  private static final String NAME = "Pad";

  /** The mode. */
  enum Mode {
    CONSTANT,
    REFLECT,
    EDGE,
    WRAP
  }

  /** The work of an element of the padding. */
  private static final int EACH = 16;

  private final Mode mode;
  private final Parameter pads;
  private final float value;
  private final boolean hasAxes;

  private Pad(Mode mode, Parameter pads, float value, boolean hasAxes) {
    this.mode = mode;
    this.pads = pads;
    this.value = value;
    this.hasAxes = hasAxes;
  }

  static Operator read(NodeReader reader) {
    boolean attribute = reader.opset() < 11;
    reader.requireInputs(attribute ? 1 : 2, attribute ? 1 : reader.opset() < 18 ? 3 : 4);
    reader.requireOutputs(1, 1);
    String name = reader.opset() < 2 ? "paddings" : "pads";
    Parameter pads = Parameter.read(reader, name, 11, 1);
    if (attribute && !reader.has(name)) {
      reader.refuse(name, "", "is required");
    }
    return new Pad(
        mode(reader),
        pads,
        attribute ? reader.number("value", 0) : 0,
        reader.opset() >= 18 && reader.hasInput(3));
  }

  private static Mode mode(NodeReader reader) {
    String name = reader.string("mode", "constant");
    return switch (name) {
      case "constant" -> Mode.CONSTANT;
      case "reflect" -> Mode.REFLECT;
      case "edge" -> Mode.EDGE;
      default -> {
        if (!name.equals("wrap") || reader.opset() < 19) {
          reader.refuse("mode", name, "expected constant, reflect, edge or, since opset 19, wrap");
        }
        yield Mode.WRAP;
      }
    };
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "data", x, Types.ALL_NUMBERS_AND_BOOL);
    Fact fill = Ports.optional(inputs, 2);
    if (fill != null) {
      Types.requireSame(NAME, x, fill);
    }
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(x.type())};
    }
    long[] known = pads.known(inputs);
    long[] axes = hasAxes ? Elements.allOf(Ports.optional(inputs, 3)) : all(dims.length);
    int[] out = Shapes.unknown(dims.length);
    if (known != null && axes != null) {
      if (known.length != 2 * axes.length) {
        throw new IllegalArgumentException(
            "Pad: " + known.length + " pads for " + axes.length + " axes");
      }
      System.arraycopy(dims, 0, out, 0, dims.length);
      for (int i = 0; i < axes.length; i++) {
        int axis = Shapes.axis(NAME, axes[i], dims.length);
        long before = known[i];
        long after = known[axes.length + i];
        if (dims[axis] >= 0) {
          out[axis] = out(dims[axis], before, after);
        } else if (before != 0 || after != 0) {
          out[axis] = Fact.UNKNOWN;
        }
      }
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  private static long[] all(int rank) {
    long[] axes = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      axes[axis] = axis;
    }
    return axes;
  }

  private static int out(int in, long before, long after) {
    boolean inRange = Math.abs(before) <= Integer.MAX_VALUE && Math.abs(after) <= Integer.MAX_VALUE;
    if (!inRange || in + before + after < 0) {
      throw new IllegalArgumentException(
          "Pad: pads " + before + " and " + after + " do not fit an axis of " + in);
    }
    return Shapes.dim(NAME, in + before + after);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    int each = mode == Mode.CONSTANT ? Work.TYPED : EACH;
    long rows = Work.made(outputs) / Work.dimFromEnd(outputs[0], 1);
    return Work.plus(Work.products(inputs, outputs, each), Shapes.times(rows, 2 * Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor fill = Ports.optional(inputs, 2);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (fill != null && fill.size() != 1) {
      throw new IllegalArgumentException("Pad: constant_value is " + fill + ", expected a scalar");
    }
    int rank = x.rank();
    int[] before = workspace.ints(0, rank);
    sizes(inputs, x, before, workspace);
    out.resize(workspace.dims, rank);
    if (out.size() == 0) {
      return;
    }
    if (rank == 0) {
      System.arraycopy(x.storage(), 0, out.storage(), 0, 1);
      return;
    }
    boolean constant = mode == Mode.CONSTANT;
    if (constant) {
      fill(out, fill, workspace);
    }
    if (x.size() == 0) {
      if (!constant) {
        throw new IllegalArgumentException("Pad: nothing of " + x + " can be repeated");
      }
      return;
    }
    rows(x, out, before, workspace.ints(1, rank), workspace);
  }

  private void sizes(@Nullable Tensor[] inputs, Tensor x, int[] before, Workspace workspace) {
    int rank = x.rank();
    Tensor axes = hasAxes ? Ports.optional(inputs, 3) : null;
    int count = axes == null ? rank : axes.size();
    if (pads.count(inputs) != 2 * count) {
      throw new IllegalArgumentException(
          "Pad: " + pads.count(inputs) + " pads for " + count + " axes");
    }
    Shapes.copyDims(x, workspace.dims);
    Arrays.fill(before, 0, rank, 0);
    for (int i = 0; i < count; i++) {
      int axis = axes == null ? i : Shapes.axis(NAME, Shapes.integer(axes, i), rank);
      long first = pads.value(inputs, i);
      long last = pads.value(inputs, count + i);
      workspace.dims[axis] = out(x.dim(axis), first, last);
      before[axis] = (int) first;
      long most = Math.max(first, last);
      if (mode == Mode.REFLECT && most > 0 && most > x.dim(axis) - 1L) {
        throw new IllegalArgumentException(
            "Pad: " + most + " elements cannot be reflected from an axis of " + x.dim(axis));
      }
    }
  }

  /** Fills the output with the constant. */
  private void fill(Tensor out, @Nullable Tensor fill, Workspace workspace) {
    if (fill == null) {
      Integers.fill(out, 0, out.size(), value, workspace);
      return;
    }
    for (int at = 0; at < out.size(); ) {
      int end = workspace.piece(at, out.size(), Work.TYPED);
      fill(out, fill, at, end);
      at = end;
    }
  }

  private static void fill(Tensor out, Tensor fill, int from, int end) {
    switch (out.type()) {
      case FLOAT32 -> Arrays.fill(out.floats(), from, end, fill.floats()[0]);
      case FLOAT64 -> Arrays.fill(out.doubles(), from, end, fill.doubles()[0]);
      default -> {
        long whole = Integers.get(fill, 0);
        for (int i = from; i < end; i++) {
          Integers.set(out, i, whole);
        }
      }
    }
  }

  /** Copies the rows of the output, one by one. */
  private void rows(Tensor x, Tensor out, int[] before, int[] counters, Workspace workspace) {
    int rank = x.rank();
    int last = rank - 1;
    int length = out.dim(last);
    Arrays.fill(counters, 0, rank, 0);
    for (int row = 0; row < out.size() / length; row++) {
      workspace.spend(Work.ROW);
      int from = 0;
      boolean inside = true;
      for (int axis = 0; axis < last; axis++) {
        int source = source((long) counters[axis] - before[axis], x.dim(axis));
        inside &= source >= 0;
        from = from * x.dim(axis) + source;
      }
      if (inside) {
        row(x, from * x.dim(last), x.dim(last), out, row * length, length, before[last], workspace);
      }
      for (int axis = last - 1; axis >= 0; axis--) {
        counters[axis]++;
        if (counters[axis] < out.dim(axis)) {
          break;
        }
        counters[axis] = 0;
      }
    }
  }

  /** Elements of a row that are in the padding. */
  private void outside(
      Tensor x,
      int from,
      int in,
      Tensor out,
      int to,
      int first,
      int end,
      int before,
      Workspace workspace) {
    for (int i = first; i < end; ) {
      for (int last = workspace.piece(i, end, EACH); i < last; i++) {
        System.arraycopy(
            x.storage(), from + source((long) i - before, in), out.storage(), to + i, 1);
      }
    }
  }

  private void row(
      Tensor x, int from, int in, Tensor out, int to, int length, int before, Workspace workspace) {
    int first = Math.clamp(before, 0, length);
    int end = Math.clamp((long) before + in, first, length);
    if (first < end) {
      workspace.copy(x.storage(), from + first - before, out.storage(), to + first, end - first);
    }
    if (mode == Mode.CONSTANT) {
      return;
    }
    outside(x, from, in, out, to, 0, first, before, workspace);
    outside(x, from, in, out, to, end, length, before, workspace);
  }

  /** Which element of an axis a position shows; -1 for none. */
  private int source(long position, int in) {
    if (position >= 0 && position < in) {
      return (int) position;
    }
    return switch (mode) {
      case CONSTANT -> -1;
      case EDGE -> position < 0 ? 0 : in - 1;
      case WRAP -> Math.floorMod(position, in);
      case REFLECT -> {
        long period = Math.max(1, 2L * (in - 1));
        long within = Math.floorMod(position, period);
        yield (int) (within < in ? within : period - within);
      }
    };
  }
}
