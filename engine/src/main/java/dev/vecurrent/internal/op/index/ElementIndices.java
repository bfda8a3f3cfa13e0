package dev.vecurrent.internal.op.index;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX GatherElements and ScatterElements (Scatter below opset 11): each index replaces the
 * position along one axis. ScatterElements copies the data, then takes the updates in index order;
 * a reduction (add, mul since opset 16; max, min since 18) combines instead of replacing.
 */
final class ElementIndices implements Operator {

  /** The work of an element: its place is found axis by axis. */
  private static final int EACH = 32;

  private final String name;
  private final long axis;
  private final boolean scatters;
  private final Reduction reduction;

  private ElementIndices(String name, long axis, boolean scatters, Reduction reduction) {
    this.name = name;
    this.axis = axis;
    this.scatters = scatters;
    this.reduction = reduction;
  }

  static Operator gather(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new ElementIndices("GatherElements", reader.integer("axis", 0), false, Reduction.NONE);
  }

  static Operator scatter(NodeReader reader, String name) {
    reader.requireOpset(name.equals("Scatter") ? 9 : 11);
    reader.requireInputs(3, 3);
    reader.requireOutputs(1, 1);
    Reduction reduction =
        reader.opset() >= 16 ? Reduction.read(reader, reader.opset() >= 18) : Reduction.NONE;
    return new ElementIndices(name, reader.integer("axis", 0), true, reduction);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Ports.required(name, inputs, 0);
    Fact indices = Ports.required(name, inputs, 1);
    Types.require(name, "indices", indices, Types.INDICES);
    if (scatters) {
      Types.requireSame(name, data, Ports.required(name, inputs, 2));
      reduction.require(name, data);
    }
    int[] dims = data.dims();
    int[] indexDims = indices.dims();
    if (dims != null) {
      Shapes.axis(name, axis, dims.length);
    }
    if (dims != null && indexDims != null && dims.length != indexDims.length) {
      throw new IllegalArgumentException(
          name
              + ": data has "
              + Shapes.text(dims)
              + ", indices "
              + Shapes.text(indexDims)
              + ", expected equal ranks");
    }
    return new Fact[] {new Fact(data.type(), scatters ? dims : indexDims, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long places = Work.size(Ports.required(name, inputs, 1));
    long work = Work.plus(Work.elements(inputs, outputs), Shapes.times(places, EACH));
    return Work.plus(work, Work.ROW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor data = Ports.required(name, inputs, 0);
    Tensor indices = Ports.required(name, inputs, 1);
    Tensor out = Ports.required(name, outputs, 0);
    int along = Shapes.axis(name, axis, data.rank());
    requireFits(data, indices, along);
    out.resizeLike(scatters ? data : indices);
    Tensor updates = data;
    if (scatters) {
      updates = Ports.required(name, inputs, 2);
      if (!updates.sameShape(indices)) {
        throw new IllegalArgumentException(
            name + ": updates are " + updates + ", indices " + indices);
      }
      workspace.copy(data.storage(), 0, out.storage(), 0, data.size());
    }
    int size = data.dim(along);
    for (int i = 0, end = 0; i < indices.size(); i++) {
      end = i < end ? end : workspace.piece(i, indices.size(), EACH);
      long index = Shapes.integer(indices, i);
      if (index < -size || index >= size) {
        throw new IllegalArgumentException(
            name + ": index " + index + " is outside [" + -size + ", " + (size - 1) + "]");
      }
      int at = position(data, indices, i, along, (int) (index < 0 ? index + size : index));
      if (scatters) {
        reduction.put(updates, i, out, at);
      } else {
        System.arraycopy(data.storage(), at, out.storage(), i, 1);
      }
    }
  }

  private void requireFits(Tensor data, Tensor indices, int along) {
    boolean fits = data.rank() == indices.rank();
    for (int i = 0; fits && i < data.rank(); i++) {
      fits = i == along || indices.dim(i) <= data.dim(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          name + ": indices " + indices + " do not fit data " + data);
    }
  }

  /** Where in the data an element of the indices points. */
  private static int position(Tensor data, Tensor indices, int element, int along, int index) {
    int rest = element;
    int at = 0;
    int stride = 1;
    for (int i = data.rank() - 1; i >= 0; i--) {
      int own = rest % indices.dim(i);
      rest /= indices.dim(i);
      at += (i == along ? index : own) * stride;
      stride *= data.dim(i);
    }
    return at;
  }
}
