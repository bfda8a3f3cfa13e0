package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/** ONNX Tile: the input repeated {@code repeats[i]} times along each axis {@code i}. */
final class Tile implements Operator {

  private Tile() {}

  static Operator read(NodeReader reader) {
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new Tile();
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.KEEPS_ZEROS);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Ports.required("Tile", inputs, 0);
    Fact repeats = Ports.required("Tile", inputs, 1);
    Types.require("Tile", "repeats", repeats, Types.INT64_ONLY);
    int length = Shapes.vectorLength("Tile", "repeats", repeats);
    int[] dims = data.dims();
    if (dims == null) {
      return new Fact[] {
        length < 0
            ? Fact.of(data.type())
            : Fact.of(data.type(), Shapes.unknown(Shapes.rank("Tile", length)))
      };
    }
    if (length >= 0) {
      requireRank(length, dims.length);
    }
    Element[] known = Elements.of(repeats);
    int[] out = Shapes.unknown(dims.length);
    for (int axis = 0; known != null && axis < out.length; axis++) {
      if (known[axis] instanceof Element.Known(long value)) {
        long times = Shapes.dim("Tile", value);
        out[axis] =
            dims[axis] < 0
                ? (times == 1 ? dims[axis] : Fact.UNKNOWN)
                : Shapes.dim("Tile", times * dims[axis]);
      }
    }
    return Elements.move(this, inputs, 1, Fact.of(data.type(), out));
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Work.ROW + Work.TYPED);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor in = Ports.required("Tile", inputs, 0);
    Tensor repeats = Shapes.vector("Tile", "repeats", Ports.required("Tile", inputs, 1));
    Tensor out = Ports.required("Tile", outputs, 0);
    int rank = in.rank();
    requireRank(repeats.size(), rank);
    StridedCopy copy = StridedCopy.of(workspace);
    int[] dims = copy.dims;
    int[] strides = copy.strides;
    int stride = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      int times = Shapes.dim("Tile", Shapes.integer(repeats, axis));
      workspace.dims[axis] = Shapes.dim("Tile", (long) times * in.dim(axis));
      dims[2 * axis] = times;
      strides[2 * axis] = 0;
      dims[2 * axis + 1] = in.dim(axis);
      strides[2 * axis + 1] = stride;
      stride *= in.dim(axis);
    }
    out.resize(workspace.dims, rank);
    copy.settle(0, 2 * rank, out);
    copy.run(in, out, workspace);
  }

  private static void requireRank(int repeats, int rank) {
    if (repeats != rank) {
      throw new IllegalArgumentException(
          "Tile: " + repeats + " repeats for an input of rank " + rank);
    }
  }
}
