package dev.vecurrent.internal.op.index;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Elements;
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
 * ONNX OneHot: values {@code [off, on]} spread along a new axis; an index outside {@code [-depth,
 * depth)} is off everywhere.
 */
final class OneHot implements Operator {

  private static final String NAME = "OneHot";

  private final long axis;

  private OneHot(long axis) {
    this.axis = axis;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(9);
    reader.requireInputs(3, 3);
    reader.requireOutputs(1, 1);
    return new OneHot(reader.integer("axis", -1));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact indices = Ports.required(NAME, inputs, 0);
    Fact depth = Ports.required(NAME, inputs, 1);
    Fact values = Ports.required(NAME, inputs, 2);
    Types.require(NAME, "indices", indices, Types.ALL_NUMBERS);
    Types.require(NAME, "depth", depth, Types.ALL_NUMBERS);
    int[] dims = indices.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(values.type())};
    }
    int along = Shapes.axis(NAME, axis, dims.length + 1);
    int[] out = new int[Shapes.rank(NAME, dims.length + 1L)];
    System.arraycopy(dims, 0, out, 0, along);
    System.arraycopy(dims, along, out, along + 1, dims.length - along);
    long[] known = Elements.allOf(depth);
    out[along] = known != null && known.length == 1 ? Shapes.dim(NAME, known[0]) : Fact.UNKNOWN;
    return new Fact[] {new Fact(values.type(), out, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long places = Work.size(Ports.required(NAME, inputs, 0));
    return Work.plus(Work.products(inputs, outputs, Work.ROW), Shapes.times(places, 2 * Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor indices = Ports.required(NAME, inputs, 0);
    Tensor given = Ports.required(NAME, inputs, 1);
    Tensor values = Ports.required(NAME, inputs, 2);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (given.size() != 1 || values.size() != 2) {
      throw new IllegalArgumentException(
          "OneHot: expected one depth and two values, found " + given + " and " + values);
    }
    int depth = Shapes.dim(NAME, whole(given, 0));
    int rank = Shapes.rank(NAME, indices.rank() + 1L);
    int along = Shapes.axis(NAME, axis, rank);
    for (int i = 0; i < rank; i++) {
      workspace.dims[i] = i == along ? depth : indices.dim(i < along ? i : i - 1);
    }
    out.resize(workspace.dims, rank);
    int inner = (int) Shapes.count(indices, along, indices.rank());
    for (int i = 0; i < out.size(); ) {
      for (int end = workspace.piece(i, out.size(), Work.ROW); i < end; i++) {
        System.arraycopy(values.storage(), 0, out.storage(), i, 1);
      }
    }
    for (int i = 0, end = 0; i < indices.size() && depth > 0; i++) {
      end = i < end ? end : workspace.piece(i, indices.size(), 2 * Work.ROW);
      int at = place(indices, i, depth);
      if (at >= 0) {
        int to = (i / inner * depth + at) * inner + i % inner;
        System.arraycopy(values.storage(), 1, out.storage(), to, 1);
      }
    }
  }

  /** Which of the places is on; -1 for none. A float that is not whole is on nowhere. */
  private static int place(Tensor indices, int i, int depth) {
    boolean real = indices.type().isFloatingPoint();
    if (real && Reals.get(indices, i) != Math.rint(Reals.get(indices, i))) {
      return -1;
    }
    long index = whole(indices, i);
    boolean inside = index >= -depth && index < depth;
    return inside ? (int) (index < 0 ? index + depth : index) : -1;
  }

  private static long whole(Tensor tensor, int at) {
    return switch (tensor.type()) {
      case FLOAT32 -> (long) tensor.floats()[at];
      case FLOAT64 -> (long) tensor.doubles()[at];
      default -> Shapes.integer(tensor, at);
    };
  }
}
