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
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/** ONNX Expand: broadcasts the input with a shape; either may have the wider dimensions. */
final class Expand implements Operator {

  private Expand() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(8);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new Expand();
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IDENTITY_IF_SAME_SHAPE, Trait.KEEPS_ZEROS);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Ports.required("Expand", inputs, 0);
    Fact shape = Ports.required("Expand", inputs, 1);
    Types.require("Expand", "shape", shape, Types.INT64_ONLY);
    int[] dims = data.dims();
    Element[] to = Elements.of(shape);
    if (dims == null || to == null) {
      return new Fact[] {Fact.of(data.type())};
    }
    int[] target = new int[Shapes.rank("Expand", to.length)];
    for (int i = 0; i < target.length; i++) {
      target[i] = to[i].dim("Expand");
    }
    Fact fact = new Fact(data.type(), Shapes.broadcast("Expand", dims, target), null, null);
    return Elements.followed(data.type())
        ? Elements.move(this, inputs, 1, fact)
        : new Fact[] {fact};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return StridedCopy.work(inputs, outputs);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor data = Ports.required("Expand", inputs, 0);
    Tensor to = Shapes.vector("Expand", "shape", Ports.required("Expand", inputs, 1));
    Tensor out = Ports.required("Expand", outputs, 0);
    int rank = Shapes.rank("Expand", to.size());
    int[] dims = workspace.dims;
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = Shapes.dim("Expand", Shapes.integer(to, axis));
    }
    rank = Shapes.broadcast("Expand", dims, rank, data);
    out.resize(dims, rank);
    StridedCopy copy = StridedCopy.of(workspace);
    int[] strides = copy.strides;
    Arrays.fill(strides, 0, rank, 0);
    int stride = 1;
    for (int axis = data.rank() - 1; axis >= 0; axis--) {
      strides[axis + rank - data.rank()] = data.dim(axis) == 1 ? 0 : stride;
      stride *= data.dim(axis);
    }
    System.arraycopy(dims, 0, copy.dims, 0, rank);
    copy.settle(0, rank, out);
    copy.run(data, out, workspace);
  }
}
