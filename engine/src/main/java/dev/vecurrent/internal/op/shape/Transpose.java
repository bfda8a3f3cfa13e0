package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/** ONNX Transpose: axes in the order of {@code perm}; without it, in reverse. */
public final class Transpose implements Operator {

  private final long @Nullable [] permutation;

  /** Whether elements stay in their order, so that the output is a view of the input. */
  private final boolean view;

  private Transpose(long @Nullable [] permutation, boolean view) {
    this.permutation = permutation;
    this.view = view;
  }

  /**
   * This operator as a view, if it moves no element: the axes that are longer than 1 stay in their
   * order.
   *
   * @param x what is known of the input
   */
  public @Nullable Transpose asView(Fact x) {
    int[] dims = x.dims();
    if (dims == null) {
      return null;
    }
    int last = -1;
    for (int axis = 0; axis < dims.length; axis++) {
      int from = source(axis, dims.length);
      if (dims[from] != 1 && from < last) {
        return null;
      }
      last = dims[from] != 1 ? from : last;
    }
    return new Transpose(permutation, true);
  }

  @Override
  public boolean isView() {
    return view;
  }

  /** Axes in the order of a permutation. */
  public static Transpose of(long[] permutation) {
    return new Transpose(permutation.clone(), false);
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Transpose(reader.integers("perm"), false);
  }

  private void check(int rank) {
    if (permutation == null) {
      return;
    }
    int mask = 0;
    for (long axis : permutation) {
      mask |= axis < 0 || axis >= rank ? 0 : 1 << axis;
    }
    if (permutation.length != rank || mask != (1 << rank) - 1) {
      throw new IllegalArgumentException(
          "Transpose: perm "
              + Arrays.toString(permutation)
              + " does not permute "
              + rank
              + " axes");
    }
  }

  /** The axis of the input that is an axis of the output. */
  public int source(int axis, int rank) {
    return permutation == null ? rank - 1 - axis : (int) permutation[axis];
  }

  @Override
  public Set<Trait> traits() {
    return keepsAxes() ? Set.of(Trait.KEEPS_ZEROS, Trait.IDENTITY) : Set.of(Trait.KEEPS_ZEROS);
  }

  private boolean keepsAxes() {
    if (permutation == null) {
      return false;
    }
    for (int axis = 0; axis < permutation.length; axis++) {
      if (permutation[axis] != axis) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Ports.required("Transpose", inputs, 0);
    int[] dims = data.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(data.type())};
    }
    check(dims.length);
    int[] out = new int[dims.length];
    for (int axis = 0; axis < out.length; axis++) {
      out[axis] = dims[source(axis, dims.length)];
    }
    Fact fact = new Fact(data.type(), out, null, null);
    return Elements.followed(data.type())
        ? Elements.move(this, inputs, 1, fact)
        : new Fact[] {fact};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return view ? Work.ROW : StridedCopy.work(inputs, outputs);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor data = Ports.required("Transpose", inputs, 0);
    Tensor out = Ports.required("Transpose", outputs, 0);
    if (view) {
      turn(data, workspace.dims);
      out.viewOf(data, workspace.dims, data.rank());
      return;
    }
    StridedCopy copy = StridedCopy.of(workspace);
    if (!workspace.knowsShapes(inputs, out)) {
      fit(data, copy, out);
      workspace.noteShapes(inputs, out);
    }
    copy.run(data, out, workspace);
  }

  private void fit(Tensor data, StridedCopy copy, Tensor out) {
    int rank = data.rank();
    turn(data, copy.dims);
    for (int axis = 0; axis < rank; axis++) {
      copy.strides[axis] =
          data.size() == 0 ? 0 : (int) Shapes.count(data, source(axis, rank) + 1, rank);
    }
    out.resize(copy.dims, rank);
    copy.settle(0, rank, out);
  }

  /** The dimensions of the output. */
  private void turn(Tensor data, int[] dims) {
    int rank = data.rank();
    check(rank);
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = data.dim(source(axis, rank));
    }
  }
}
