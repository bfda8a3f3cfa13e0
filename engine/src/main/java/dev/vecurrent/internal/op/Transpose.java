package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/** ONNX Transpose: axes in the order of {@code perm}; without it, in reverse. */
final class Transpose implements Operator {

  private final long @Nullable [] permutation;

  private Transpose(long @Nullable [] permutation) {
    this.permutation = permutation;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Transpose(reader.integers("perm"));
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

  private int source(int axis, int rank) {
    return permutation == null ? rank - 1 - axis : (int) permutation[axis];
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
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor data = Ports.required("Transpose", inputs, 0);
    Tensor out = Ports.required("Transpose", outputs, 0);
    int rank = data.rank();
    check(rank);
    int[] dims = workspace.dims;
    int[] strides = StridedCopy.strides(workspace);
    for (int axis = 0; axis < rank; axis++) {
      int from = source(axis, rank);
      dims[axis] = data.dim(from);
      strides[axis] = data.size() == 0 ? 0 : (int) Shapes.count(data, from + 1, rank);
    }
    out.resize(dims, rank);
    System.arraycopy(dims, 0, StridedCopy.dims(workspace), 0, rank);
    StridedCopy.run(data, 0, rank, out, workspace);
  }
}
