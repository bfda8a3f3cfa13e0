package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Parameter;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/** ONNX Squeeze: drops axes of 1; those given (attribute below opset 13, then input), or all. */
final class Squeeze extends Reshaping {

  private final Parameter axes;

  private Squeeze(Parameter axes) {
    super("Squeeze");
    this.axes = axes;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, reader.opset() < 13 ? 1 : 2);
    reader.requireOutputs(1, 1);
    return new Squeeze(Parameter.read(reader, "axes", 13, 1));
  }

  /** Runtimes take an empty list of axes for none. */
  private static boolean isAll(long @Nullable [] axes) {
    return axes == null || axes.length == 0;
  }

  @Override
  int @Nullable [] shape(Fact data, @Nullable Fact[] inputs) {
    int[] dims = data.dims();
    long[] known = axes.known(inputs);
    boolean unknown = known == null && axes.given(inputs);
    if (dims == null || (isAll(known) && (unknown || !data.hasShape()))) {
      return null;
    }
    int mask = 0;
    boolean all = isAll(known);
    for (int i = 0; known != null && i < known.length; i++) {
      mask = Shapes.withAxis("Squeeze", mask, known[i], dims.length);
    }
    int[] out = new int[dims.length];
    int rank = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      boolean drop = all ? dims[axis] == 1 : (mask >> axis & 1) != 0;
      if (!drop) {
        out[rank++] = dims[axis];
      } else if (dims[axis] != 1 && dims[axis] >= 0) {
        throw new IllegalArgumentException(
            "Squeeze: axis " + axis + " of " + Shapes.text(dims) + " is not 1");
      }
    }
    return Arrays.copyOf(out, rank);
  }

  @Override
  int shape(Tensor data, @Nullable Tensor[] inputs, int[] dims) {
    int count = axes.count(inputs);
    int mask = 0;
    for (int i = 0; i < count; i++) {
      mask = Shapes.withAxis("Squeeze", mask, axes.value(inputs, i), data.rank());
    }
    int rank = 0;
    for (int axis = 0; axis < data.rank(); axis++) {
      boolean drop = count <= 0 ? data.dim(axis) == 1 : (mask >> axis & 1) != 0;
      if (!drop) {
        dims[rank++] = data.dim(axis);
      } else if (data.dim(axis) != 1) {
        throw new IllegalArgumentException("Squeeze: axis " + axis + " of " + data + " is not 1");
      }
    }
    return rank;
  }
}
