package dev.vecurrent.internal.op.index;

import dev.vecurrent.internal.Nullable;
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

/**
 * ONNX Gather: slices of data along one axis, by indices of any shape; negative ones count from the
 * end.
 */
final class Gather implements Operator {

  private final long axis;

  private Gather(long axis) {
    this.axis = axis;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new Gather(reader.integer("axis", 0));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.KEEPS_ZEROS);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Ports.required("Gather", inputs, 0);
    Fact indices = Ports.required("Gather", inputs, 1);
    Types.require("Gather", "indices", indices, Types.INDICES);
    int[] dims = data.dims();
    int[] indexDims = indices.dims();
    if (dims == null || indexDims == null) {
      return new Fact[] {Fact.of(data.type())};
    }
    int at = Shapes.axis("Gather", axis, dims.length);
    int[] out = new int[Shapes.rank("Gather", (long) dims.length - 1 + indexDims.length)];
    System.arraycopy(dims, 0, out, 0, at);
    System.arraycopy(indexDims, 0, out, at, indexDims.length);
    System.arraycopy(dims, at + 1, out, at + indexDims.length, dims.length - at - 1);
    Fact fact = new Fact(data.type(), out, null, null);
    return Elements.followed(data.type())
        ? Elements.move(this, inputs, 1, fact)
        : new Fact[] {fact};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact data = Ports.required("Gather", inputs, 0);
    int[] dims = data.dims();
    int rank = dims == null ? 0 : dims.length;
    // A row for each index, as many times as there are elements in front of the axis.
    long rows = Work.size(Ports.required("Gather", inputs, 1));
    rows = Shapes.times(rows, Work.outer(data, axis < 0 ? axis + rank : axis));
    return Work.plus(Work.elements(inputs, outputs), Shapes.times(rows, Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor data = Ports.required("Gather", inputs, 0);
    Tensor indices = Ports.required("Gather", inputs, 1);
    Tensor out = Ports.required("Gather", outputs, 0);
    int at = Shapes.axis("Gather", axis, data.rank());
    int rank = Shapes.rank("Gather", (long) data.rank() - 1 + indices.rank());
    int[] dims = workspace.dims;
    for (int i = 0; i < rank; i++) {
      if (i < at) {
        dims[i] = data.dim(i);
      } else if (i < at + indices.rank()) {
        dims[i] = indices.dim(i - at);
      } else {
        dims[i] = data.dim(i - indices.rank() + 1);
      }
    }
    out.resize(dims, rank);
    int size = data.dim(at);
    int inner = (int) Shapes.count(data, at + 1, data.rank());
    int outer = out.size() == 0 ? 0 : (int) Shapes.count(data, 0, at);
    for (int i = 0; i < indices.size(); i++) {
      long index = Shapes.integer(indices, i);
      if (index < -size || index >= size) {
        throw new IllegalArgumentException(
            "Gather: index " + index + " is outside [" + -size + ", " + (size - 1) + "]");
      }
      int from = (int) (index < 0 ? index + size : index);
      for (int o = 0; o < outer; o++) {
        workspace.copy(
            data.storage(),
            (o * size + from) * inner,
            out.storage(),
            (o * indices.size() + i) * inner,
            inner);
      }
    }
  }
}
