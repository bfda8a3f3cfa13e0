package dev.vecurrent.internal.op.shape;

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
 * ONNX DepthToSpace, {@code [N, C, H, W]} to {@code [N, C / b^2, H b, W b]} in the modes DCR and
 * CRD (since opset 11), and SpaceToDepth, its inverse in mode DCR.
 */
final class DepthSpace implements Operator {

  private final String name;
  private final int block;
  private final boolean toSpace;
  private final boolean columnsFirst;

  private DepthSpace(String name, int block, boolean toSpace, boolean columnsFirst) {
    this.name = name;
    this.block = block;
    this.toSpace = toSpace;
    this.columnsFirst = columnsFirst;
  }

  static Operator read(NodeReader reader, boolean toSpace) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    long block = reader.integer("blocksize", 0);
    if (block < 1 || block > Short.MAX_VALUE) {
      reader.refuse("blocksize", Long.toString(block), "expected 1 to " + Short.MAX_VALUE);
      block = 1;
    }
    String mode = toSpace && reader.opset() >= 11 ? reader.string("mode", "DCR") : "DCR";
    if (!mode.equals("DCR") && !mode.equals("CRD")) {
      reader.refuse("mode", mode, "expected DCR or CRD");
    }
    return new DepthSpace(reader.operator(), (int) block, toSpace, mode.equals("CRD"));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name, inputs, 0);
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {new Fact(x.type(), Shapes.unknown(4), null, null)};
    }
    boolean fits = dims.length == 4;
    for (int axis = 1; fits && axis < 4; axis++) {
      int divisor = divisor(axis);
      fits = dims[axis] < 0 || dims[axis] % divisor == 0;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: %s does not split into blocks of %d".formatted(name, Shapes.text(dims), block));
    }
    int[] out = {dims[0], Fact.UNKNOWN, Fact.UNKNOWN, Fact.UNKNOWN};
    for (int axis = 1; axis < 4; axis++) {
      out[axis] = dims[axis] < 0 ? Fact.UNKNOWN : size(axis, dims[axis]);
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  private int divisor(int axis) {
    return toSpace ? (axis == 1 ? block * block : 1) : (axis == 1 ? 1 : block);
  }

  private int size(int axis, int dim) {
    boolean grows = toSpace == axis > 1;
    int factor = axis == 1 ? block * block : block;
    return grows ? Shapes.dim(name, (long) dim * factor) : dim / factor;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Work.ROW + Work.TYPED);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(name, inputs, 0);
    Tensor out = Ports.required(name, outputs, 0);
    boolean fits = x.rank() == 4;
    for (int axis = 1; fits && axis < 4; axis++) {
      fits = x.dim(axis) % divisor(axis) == 0;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: %s does not split into blocks of %d".formatted(name, x, block));
    }
    workspace.dims[0] = x.dim(0);
    for (int axis = 1; axis < 4; axis++) {
      workspace.dims[axis] = size(axis, x.dim(axis));
    }
    out.resize(workspace.dims, 4);
    if (out.size() == 0) {
      return;
    }
    StridedCopy copy = StridedCopy.of(workspace);
    if (toSpace) {
      toSpace(x, copy.dims, copy.strides);
    } else {
      toDepth(x, copy.dims, copy.strides);
    }
    copy.settle(0, 6, out);
    copy.run(x, out, workspace);
  }

  /** The output as {@code [N, C', H, b, W, b]}, and where each axis goes in the input. */
  private void toSpace(Tensor x, int[] dims, int[] strides) {
    int plane = x.dim(2) * x.dim(3);
    int channels = x.dim(1) / (block * block);
    int inner = columnsFirst ? plane : plane * channels;
    set(dims, strides, 0, x.dim(0), x.dim(1) * plane);
    set(dims, strides, 1, channels, columnsFirst ? plane * block * block : plane);
    set(dims, strides, 2, x.dim(2), x.dim(3));
    set(dims, strides, 3, block, inner * block);
    set(dims, strides, 4, x.dim(3), 1);
    set(dims, strides, 5, block, inner);
  }

  /** The output as {@code [N, b, b, C, H', W']}, likewise. */
  private void toDepth(Tensor x, int[] dims, int[] strides) {
    int width = x.dim(3);
    int plane = x.dim(2) * width;
    set(dims, strides, 0, x.dim(0), x.dim(1) * plane);
    set(dims, strides, 1, block, width);
    set(dims, strides, 2, block, 1);
    set(dims, strides, 3, x.dim(1), plane);
    set(dims, strides, 4, x.dim(2) / block, width * block);
    set(dims, strides, 5, width / block, block);
  }

  private static void set(int[] dims, int[] strides, int axis, int size, int stride) {
    dims[axis] = size;
    strides[axis] = stride;
  }
}
