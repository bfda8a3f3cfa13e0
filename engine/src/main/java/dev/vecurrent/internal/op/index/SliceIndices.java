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
 * ONNX GatherND and ScatterND: the last axis of the indices holds the first coordinates of slices
 * of the data, after {@code batch_dims} axes that go side by side (GatherND since opset 12).
 * ScatterND copies the data, then takes the updates in index order; see {@link Reduction}.
 */
final class SliceIndices implements Operator {

  /** The work of an element that is joined to another. */
  private static final int EACH = 16;

  private final String name;
  private final boolean scatters;
  private final int batchDims;
  private final Reduction reduction;

  private SliceIndices(String name, boolean scatters, int batchDims, Reduction reduction) {
    this.name = name;
    this.scatters = scatters;
    this.batchDims = batchDims;
    this.reduction = reduction;
  }

  static Operator gather(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    long batch = reader.opset() >= 12 ? reader.integer("batch_dims", 0) : 0;
    if (batch < 0 || batch > Tensor.MAX_RANK) {
      reader.refuse("batch_dims", Long.toString(batch), "expected 0 to " + Tensor.MAX_RANK);
    }
    return new SliceIndices("GatherND", false, (int) batch, Reduction.NONE);
  }

  static Operator scatter(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(3, 3);
    reader.requireOutputs(1, 1);
    Reduction reduction =
        reader.opset() >= 16 ? Reduction.read(reader, reader.opset() >= 18) : Reduction.NONE;
    return new SliceIndices("ScatterND", true, 0, reduction);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Ports.required(name, inputs, 0);
    Fact indices = Ports.required(name, inputs, 1);
    Types.require(name, "indices", indices, Types.INT64_ONLY);
    int[] dims = data.dims();
    if (scatters) {
      Types.requireSame(name, data, Ports.required(name, inputs, 2));
      reduction.require(name, data);
      return new Fact[] {new Fact(data.type(), dims, null, null)};
    }
    int[] indexDims = indices.dims();
    int last = indexDims == null || indexDims.length == 0 ? -1 : indexDims[indexDims.length - 1];
    if (dims == null || indexDims == null || last < 0) {
      return new Fact[] {Fact.of(data.type())};
    }
    int slice = dims.length - batchDims - last;
    if (slice < 0) {
      throw refused(Shapes.text(indexDims), Shapes.text(dims));
    }
    int[] out = new int[Shapes.rank(name, indexDims.length - 1L + slice)];
    System.arraycopy(indexDims, 0, out, 0, indexDims.length - 1);
    System.arraycopy(dims, batchDims + last, out, indexDims.length - 1, slice);
    return new Fact[] {new Fact(data.type(), out, null, null)};
  }

  private IllegalArgumentException refused(String indices, String data) {
    return new IllegalArgumentException(name + ": indices " + indices + " do not fit data " + data);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact moved = scatters ? Ports.required(name, inputs, 2) : outputs[0];
    long work =
        Work.plus(
            Work.elements(inputs, outputs), Shapes.times(Work.size(moved), scatters ? EACH : 1));
    long tuples = Work.size(Ports.required(name, inputs, 1)) / Work.dimFromEnd(inputs[1], 1);
    return Work.plus(work, Work.plus(Work.ROW, Shapes.times(tuples, Work.ROW)));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor data = Ports.required(name, inputs, 0);
    Tensor indices = Ports.required(name, inputs, 1);
    Tensor out = Ports.required(name, outputs, 0);
    int coordinates = indices.rank() == 0 ? -1 : indices.dim(indices.rank() - 1);
    int slice = data.rank() - batchDims - coordinates;
    if (coordinates < 0 || slice < 0 || indices.rank() <= batchDims) {
      throw refused(indices.toString(), data.toString());
    }
    for (int axis = 0; axis < batchDims; axis++) {
      if (indices.dim(axis) != data.dim(axis)) {
        throw refused(indices.toString(), data.toString());
      }
    }
    int rank = Shapes.rank(name, indices.rank() - 1L + slice);
    for (int axis = 0; axis < rank; axis++) {
      workspace.dims[axis] =
          axis < indices.rank() - 1
              ? indices.dim(axis)
              : data.dim(batchDims + coordinates + axis - indices.rank() + 1);
    }
    int size = (int) Shapes.count(data, batchDims + coordinates, data.rank());
    // Any number of empty tuples may name slices of no elements.
    boolean none = size == 0 && coordinates == 0;
    int count = none ? 0 : (int) Shapes.count(indices, 0, indices.rank() - 1);
    if (scatters) {
      scatter(data, indices, Ports.required(name, inputs, 2), out, count, size, rank, workspace);
      return;
    }
    out.resize(workspace.dims, rank);
    int batches = (int) Shapes.count(data, 0, batchDims);
    int batchSize = batches == 0 ? 0 : data.size() / batches;
    for (int i = 0; i < count; i++) {
      workspace.spend(coordinates);
      int from = i / Math.max(1, count / Math.max(1, batches)) * batchSize;
      from += position(data, indices, i, coordinates) * size;
      workspace.copy(data.storage(), from, out.storage(), i * size, size);
    }
  }

  private void scatter(
      Tensor data,
      Tensor indices,
      Tensor updates,
      Tensor out,
      int count,
      int size,
      int rank,
      Workspace workspace) {
    boolean fits = updates.rank() == rank;
    for (int axis = 0; fits && axis < rank; axis++) {
      fits = updates.dim(axis) == workspace.dims[axis];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          name + ": updates " + updates + " do not fit indices " + indices + " and data " + data);
    }
    out.resizeLike(data);
    workspace.copy(data.storage(), 0, out.storage(), 0, data.size());
    int coordinates = indices.dim(indices.rank() - 1);
    for (int i = 0; i < count; i++) {
      workspace.spend(coordinates);
      int to = position(data, indices, i, coordinates) * size;
      if (reduction == Reduction.NONE) {
        workspace.copy(updates.storage(), i * size, out.storage(), to, size);
        continue;
      }
      workspace.spend(Work.ROW);
      for (int j = 0; j < size; ) {
        for (int end = workspace.piece(j, size, EACH); j < end; j++) {
          reduction.put(updates, i * size + j, out, to + j);
        }
      }
    }
  }

  /** Which slice of a batch's data the coordinates name. */
  private int position(Tensor data, Tensor indices, int tuple, int coordinates) {
    int at = 0;
    for (int i = 0; i < coordinates; i++) {
      int dim = data.dim(batchDims + i);
      long index = indices.longs()[tuple * coordinates + i];
      if (index < -dim || index >= dim) {
        throw new IllegalArgumentException(
            name + ": index " + index + " is outside [" + -dim + ", " + (dim - 1) + "]");
      }
      at = at * dim + (int) (index < 0 ? index + dim : index);
    }
    return at;
  }
}
