package dev.vecurrent.internal.op.legacy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX's experiment Crop of {@code [N, C, H, W]}: takes {@code border} (left, top, right, bottom)
 * away, or keeps {@code scale} (height, width) behind the left and the top border.
 */
final class Crop implements Operator {

  private static final String NAME = "Crop";

  private final long[] border;
  private final long @Nullable [] scale;

  private Crop(long[] border, long @Nullable [] scale) {
    this.border = border;
    this.scale = scale;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    long[] border = reader.integers("border");
    if (border == null || !fits(border, 4)) {
      reader.refuse(
          "border",
          border == null ? "" : border.length + " values",
          "expected 4, all of 0 or more");
      border = new long[4];
    }
    long[] scale = reader.integers("scale");
    if (scale != null && !fits(scale, 2)) {
      reader.refuse("scale", scale.length + " values", "expected 2, all of 0 or more");
    }
    return new Crop(border, scale);
  }

  private static boolean fits(long[] values, int count) {
    boolean fits = values.length == count;
    for (long value : values) {
      fits &= value >= 0 && value <= Integer.MAX_VALUE;
    }
    return fits;
  }

  /** What is left of the height (axis 2) or the width (axis 3). */
  private int left(int axis, int dim) {
    long first = border[3 - axis];
    long size = scale != null ? scale[axis - 2] : dim - first - border[5 - axis];
    if (size < 0 || first + size > dim) {
      throw new IllegalArgumentException(
          NAME + ": axis " + axis + " of " + dim + " has no room for border and scale");
    }
    return (int) size;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(x.type(), Shapes.unknown(4))};
    }
    if (dims.length != 4) {
      throw new IllegalArgumentException(
          NAME + ": expected [N, C, H, W], found " + Shapes.text(dims));
    }
    int[] out = dims.clone();
    for (int axis = 2; axis < 4; axis++) {
      out[axis] = dims[axis] < 0 ? Fact.UNKNOWN : left(axis, dims[axis]);
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Work.ROW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() != 4) {
      throw new IllegalArgumentException(NAME + ": expected [N, C, H, W], found " + x);
    }
    Shapes.copyDims(x, workspace.dims);
    int height = left(2, x.dim(2));
    int width = left(3, x.dim(3));
    workspace.dims[2] = height;
    workspace.dims[3] = width;
    out.resize(workspace.dims, 4);
    for (int row = 0; width > 0 && row < out.size() / width; row++) {
      int from = (row / height * x.dim(2) + (int) border[1] + row % height) * x.dim(3);
      workspace.copy(x.storage(), from + (int) border[0], out.storage(), row * width, width);
    }
  }
}
