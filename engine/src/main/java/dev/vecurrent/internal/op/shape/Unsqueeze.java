package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Parameter;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Unsqueeze: inserts axes of 1 (attribute below opset 13, then input), counted in the output.
 */
final class Unsqueeze extends Reshaping {

  private final Parameter axes;

  private Unsqueeze(Parameter axes) {
    super("Unsqueeze");
    this.axes = axes;
  }

  static Operator read(NodeReader reader) {
    int inputs = reader.opset() < 13 ? 1 : 2;
    reader.requireInputs(inputs, inputs);
    reader.requireOutputs(1, 1);
    Parameter axes = Parameter.read(reader, "axes", 13, 1);
    if (axes.input() < 0 && axes.attribute() == null) {
      reader.refuse("axes", "", "is required");
    }
    return new Unsqueeze(axes);
  }

  @Override
  int @Nullable [] shape(Fact data, @Nullable Fact[] inputs) {
    int[] dims = data.dims();
    long[] known = axes.known(inputs);
    if (dims == null || known == null) {
      return null;
    }
    int rank = Shapes.rank("Unsqueeze", (long) dims.length + known.length);
    int mask = Shapes.axes("Unsqueeze", known, rank);
    int[] out = new int[rank];
    int from = 0;
    for (int axis = 0; axis < rank; axis++) {
      out[axis] = (mask >> axis & 1) != 0 ? 1 : dims[from++];
    }
    return out;
  }

  @Override
  int shape(Tensor data, @Nullable Tensor[] inputs, int[] dims) {
    int count = Math.max(0, axes.count(inputs));
    int rank = Shapes.rank("Unsqueeze", (long) data.rank() + count);
    int mask = 0;
    for (int i = 0; i < count; i++) {
      mask |= 1 << Shapes.axis("Unsqueeze", axes.value(inputs, i), rank);
    }
    if (Integer.bitCount(mask) != count) {
      throw new IllegalArgumentException("Unsqueeze: an axis occurs twice");
    }
    int from = 0;
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = (mask >> axis & 1) != 0 ? 1 : data.dim(from++);
    }
    return rank;
  }
}
