package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.tensor.Tensor;

/** ONNX Flatten: a matrix, of the axes before {@code axis} and those from it on. */
final class Flatten extends Reshaping {

  private final long axis;

  private Flatten(long axis) {
    super("Flatten");
    this.axis = axis;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Flatten(reader.integer("axis", 1));
  }

  /** {@code axis} may be the rank itself: all axes stand before it. */
  private int split(int rank) {
    if (axis < -rank || axis > rank) {
      throw new IllegalArgumentException("Flatten: axis " + axis + " of rank " + rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  @Override
  int @Nullable [] shape(Fact data, @Nullable Fact[] inputs) {
    int[] dims = data.dims();
    if (dims == null) {
      return Shapes.unknown(2);
    }
    int at = split(dims.length);
    return new int[] {
      Shapes.count("Flatten", dims, 0, at), Shapes.count("Flatten", dims, at, dims.length)
    };
  }

  @Override
  int shape(Tensor data, @Nullable Tensor[] inputs, int[] dims) {
    int at = split(data.rank());
    dims[0] = Shapes.dim("Flatten", Shapes.count(data, 0, at));
    dims[1] = Shapes.dim("Flatten", Shapes.count(data, at, data.rank()));
    return 2;
  }
}
