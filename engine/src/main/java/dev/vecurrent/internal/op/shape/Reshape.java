package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ONNX Reshape (the shape is an attribute below opset 5): 0 keeps a dimension (unless {@code
 * allowzero}, since opset 14), one -1 takes what is left.
 */
final class Reshape extends Reshaping {

  /** The shape that is an attribute, below opset 5. */
  private final long @Nullable [] given;

  private final boolean allowZero;

  private Reshape(long @Nullable [] given, boolean allowZero) {
    super("Reshape");
    this.given = given;
    this.allowZero = allowZero;
  }

  static Operator read(NodeReader reader) {
    boolean attribute = reader.opset() < 5;
    reader.requireInputs(attribute ? 1 : 2, attribute ? 1 : 2);
    reader.requireOutputs(1, 1);
    long[] shape = attribute ? reader.integers("shape") : null;
    if (attribute && shape == null) {
      reader.refuse("shape", "", "is required");
    }
    return new Reshape(shape, reader.opset() >= 14 && reader.flag("allowzero", false));
  }

  @Override
  int @Nullable [] shape(Fact data, @Nullable Fact[] inputs) {
    Fact shape = given != null ? target(given) : Ports.required("Reshape", inputs, 1);
    Types.require("Reshape", "shape", shape, Types.INT64_ONLY);
    Element[] to = Elements.of(shape);
    if (to == null) {
      int length = Shapes.vectorLength("Reshape", "shape", shape);
      return length < 0 ? null : Shapes.unknown(Shapes.rank("Reshape", length));
    }
    int[] dims = data.dims();
    int[] out = Shapes.unknown(Shapes.rank("Reshape", to.length));
    int inferred = -1;
    for (int axis = 0; axis < out.length; axis++) {
      if (to[axis].is(-1)) {
        inferred = axis;
      } else if (isKept(to[axis])) {
        out[axis] = dims == null || axis >= dims.length ? Fact.UNKNOWN : dims[axis];
      } else {
        out[axis] = to[axis].dim("Reshape");
      }
    }
    if (inferred >= 0) {
      out[inferred] = rest(dims, to, out, inferred);
    }
    return out;
  }

  private static Fact target(long[] shape) {
    return Fact.ofElements(new int[] {shape.length}, Element.of(shape));
  }

  /**
   * The dimension for -1: what is left of the known dimensions, those kept by 0 cancelling out, and
   * symbols that are on both sides.
   */
  private int rest(int @Nullable [] dims, Element[] to, int[] out, int inferred) {
    if (dims == null) {
      return Fact.UNKNOWN;
    }
    boolean[] cancelled = new boolean[dims.length];
    for (int axis = 0; axis < Math.min(dims.length, out.length); axis++) {
      cancelled[axis] = isKept(to[axis]);
    }
    long divisor = 1;
    for (int axis = 0; axis < out.length; axis++) {
      if (axis == inferred || isKept(to[axis])) {
        continue;
      }
      if (out[axis] < 0 && !cancel(out[axis], dims, cancelled)) {
        return Fact.UNKNOWN;
      }
      divisor = out[axis] < 0 ? divisor : Shapes.times(divisor, out[axis]);
    }
    long size = 1;
    int symbol = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (cancelled[axis]) {
        continue;
      }
      if (dims[axis] < 0 && symbol < 0) {
        return Fact.UNKNOWN;
      }
      symbol = Math.min(symbol, dims[axis]);
      size = dims[axis] < 0 ? size : Shapes.times(size, dims[axis]);
    }
    if (symbol < 0) {
      return size == divisor && size > 0 ? symbol : Fact.UNKNOWN;
    }
    if (divisor == 0 || size % divisor != 0) {
      return Fact.UNKNOWN; // a run says what is wrong
    }
    return Shapes.dim("Reshape", size / divisor);
  }

  /** Whether a target says that the dimension in its place stays. */
  private boolean isKept(Element target) {
    return target.is(0) && !allowZero;
  }

  /** Cancels a symbol against a dimension that is the same. */
  private static boolean cancel(int symbol, int[] dims, boolean[] cancelled) {
    for (int axis = 0; axis < dims.length && symbol != Fact.UNKNOWN; axis++) {
      if (!cancelled[axis] && dims[axis] == symbol) {
        cancelled[axis] = true;
        return true;
      }
    }
    return false;
  }

  @Override
  int shape(Tensor data, @Nullable Tensor[] inputs, int[] dims) {
    long[] fixed = given;
    Tensor to =
        fixed != null
            ? data
            : Shapes.vector("Reshape", "shape", Ports.required("Reshape", inputs, 1));
    int rank = Shapes.rank("Reshape", fixed != null ? fixed.length : to.size());
    long product = 1;
    long left = 1;
    long copied = 0;
    int inferred = -1;
    for (int axis = 0; axis < rank; axis++) {
      long dim = fixed != null ? fixed[axis] : Shapes.integer(to, axis);
      if (dim == -1 && inferred < 0) {
        inferred = axis;
        continue;
      }
      if (dim == 0 && !allowZero) {
        if (axis >= data.rank()) {
          throw mismatch(data, fixed, to);
        }
        dim = data.dim(axis);
        copied |= 1L << axis;
      } else {
        left = Shapes.times(left, Shapes.dim("Reshape", dim));
      }
      dims[axis] = Shapes.dim("Reshape", dim);
      product = Shapes.times(product, dim);
    }
    if (inferred >= 0) {
      long others = 1;
      for (int axis = 0; axis < data.rank(); axis++) {
        others = (copied >> axis & 1) != 0 ? others : Shapes.times(others, data.dim(axis));
      }
      if (left == 0 || others % left != 0) {
        throw mismatch(data, fixed, to);
      }
      dims[inferred] = Shapes.dim("Reshape", others / left);
    } else if (product != data.size()) {
      throw mismatch(data, fixed, to);
    }
    return rank;
  }

  private static IllegalArgumentException mismatch(
      Tensor data, long @Nullable [] fixed, Tensor to) {
    long[] shape = fixed != null ? fixed : Arrays.copyOf(to.longs(), to.size());
    return new IllegalArgumentException(
        "Reshape: " + data + " cannot take shape " + Arrays.toString(shape));
  }
}
