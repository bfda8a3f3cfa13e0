package dev.vecurrent.internal.op.sequence;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;

/**
 * ONNX SplitToSequence (since opset 11): parts of a tensor along an axis, as a sequence. A scalar
 * {@code split} is the size of all parts but the last, which may be smaller; a vector has the size
 * of each; without it parts are slices of one, whose axis goes where {@code keepdims} is 0.
 */
final class SplitToSequence implements SequenceOperator {

  private static final String NAME = "SplitToSequence";

  private final long axis;
  private final boolean keepsAxis;

  private SplitToSequence(long axis, boolean keepsAxis) {
    this.axis = axis;
    this.keepsAxis = keepsAxis;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(1, 2);
    reader.requireOutputs(1, 1);
    boolean keeps = reader.flag("keepdims", true);
    return new SplitToSequence(reader.integer("axis", 0), keeps || reader.hasInput(1));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Sequences.tensor(NAME, inputs, 0);
    Fact split = Ports.optional(inputs, 1);
    if (split != null) {
      Types.require(NAME, "split", Sequences.tensor(NAME, inputs, 1), Types.INDICES);
      int[] splitDims = split.dims();
      if (splitDims != null && splitDims.length > 1) {
        throw new IllegalArgumentException(
            NAME + ": split has " + Shapes.text(splitDims) + ", expected a scalar or a vector");
      }
    }
    int[] dims = data.dims();
    if (dims == null) {
      return new Fact[] {Fact.sequence(data.type(), null)};
    }
    int along = Shapes.axis(NAME, axis, dims.length);
    int[] out = new int[keepsAxis ? dims.length : dims.length - 1];
    for (int a = 0, to = 0; a < dims.length; a++) {
      if (a != along || keepsAxis) {
        out[to++] = a != along ? dims[a] : split == null ? 1 : Fact.UNKNOWN;
      }
    }
    return new Fact[] {Fact.sequence(data.type(), out)};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    Tensor data = Sequences.tensor(NAME, inputs, 0);
    Tensor split =
        inputs.length > 1 && inputs[1] != null ? Sequences.tensor(NAME, inputs, 1) : null;
    TensorSequence out = Sequences.sequence(NAME, outputs, 0);
    out.clear();
    int along = Shapes.axis(NAME, axis, data.rank());
    int dim = data.dim(along);
    if (split != null && split.rank() == 1) {
      checkSum(split, dim, data);
      int from = 0;
      for (int part = 0; part < split.size(); part++) {
        int size = (int) Shapes.integer(split, part);
        add(data, along, from, size, out, workspace);
        from += size;
      }
      return;
    }
    int size = split == null ? 1 : size(split);
    for (int from = 0; from < dim; from += Math.min(size, dim - from)) {
      add(data, along, from, Math.min(size, dim - from), out, workspace);
    }
  }

  private static int size(Tensor split) {
    if (split.rank() > 1) {
      throw new IllegalArgumentException(
          NAME + ": split is " + split + ", expected a scalar or a vector");
    }
    long size = Shapes.integer(split, 0);
    if (size < 1) {
      throw new IllegalArgumentException(NAME + ": split is " + size + ", expected 1 or more");
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  private static void checkSum(Tensor split, int dim, Tensor data) {
    long sum = 0;
    for (int part = 0; part < split.size(); part++) {
      sum += Shapes.dim(NAME, Shapes.integer(split, part));
    }
    if (sum != dim) {
      throw new IllegalArgumentException(
          NAME + ": sizes add up to " + sum + ", the axis of " + data + " has " + dim);
    }
  }

  /** Adds {@code data[..., from : from + size, ...]}. */
  private void add(
      Tensor data, int along, int from, int size, TensorSequence out, Workspace workspace) {
    int[] dims = workspace.dims;
    int rank = 0;
    for (int a = 0; a < data.rank(); a++) {
      if (a != along || keepsAxis) {
        dims[rank++] = a == along ? size : data.dim(a);
      }
    }
    Tensor part = out.add(dims, rank);
    int inner = (int) Shapes.count(data, along + 1, data.rank());
    int outer = part.size() == 0 ? 0 : (int) Shapes.count(data, 0, along);
    for (int o = 0; o < outer; o++) {
      workspace.copy(
          data.storage(),
          (o * data.dim(along) + from) * inner,
          part.storage(),
          o * size * inner,
          size * inner);
    }
  }
}
