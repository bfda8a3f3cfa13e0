package dev.vecurrent.internal.op.sequence;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;

/**
 * ONNX ConcatFromSequence (since opset 11): the tensors of a sequence, one or more, one after the
 * other along an axis, which is a new one where {@code new_axis} is 1.
 */
final class ConcatFromSequence implements SequenceOperator {

  private static final String NAME = "ConcatFromSequence";

  private final long axis;
  private final boolean newAxis;

  private ConcatFromSequence(long axis, boolean newAxis) {
    this.axis = axis;
    this.newAxis = newAxis;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    if (!reader.has("axis")) {
      reader.refuse("axis", "", "is required");
    }
    return new ConcatFromSequence(reader.integer("axis", 0), reader.flag("new_axis", false));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact sequence = Sequences.sequence(NAME, inputs, 0);
    int[] dims = sequence.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(sequence.type())};
    }
    int rank = Shapes.rank(NAME, dims.length + (newAxis ? 1 : 0));
    int along = Shapes.axis(NAME, axis, rank);
    int[] out = Shapes.unknown(rank);
    for (int a = 0, from = 0; a < rank; a++) {
      if (a != along || !newAxis) {
        out[a] = a == along ? Fact.UNKNOWN : dims[from];
        from++;
      }
    }
    return new Fact[] {Fact.of(sequence.type(), out)};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    TensorSequence sequence = Sequences.sequence(NAME, inputs, 0);
    Tensor out = Sequences.tensor(NAME, outputs, 0);
    if (sequence.size() == 0) {
      throw new IllegalArgumentException(NAME + ": the sequence is empty, expected 1 or more");
    }
    Tensor first = sequence.get(0);
    int rank = Shapes.rank(NAME, first.rank() + (newAxis ? 1 : 0));
    int along = Shapes.axis(NAME, axis, rank);
    long sum = 0;
    for (int i = 0; i < sequence.size(); i++) {
      Tensor tensor = sequence.get(i);
      requireFits(first, tensor, along);
      sum += newAxis ? 1 : tensor.dim(along);
    }
    int[] dims = workspace.dims;
    Shapes.copyDims(first, dims);
    if (newAxis) {
      System.arraycopy(dims, along, dims, along + 1, first.rank() - along);
    }
    dims[along] = Shapes.dim(NAME, sum);
    out.resize(dims, rank);
    join(sequence, out, out.size() == 0 ? 0 : (int) Shapes.count(out, 0, along), workspace);
  }

  private void requireFits(Tensor first, Tensor tensor, int along) {
    boolean fits = tensor.rank() == first.rank();
    for (int a = 0; fits && a < first.rank(); a++) {
      fits = tensor.dim(a) == first.dim(a) || (!newAxis && a == along);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: %s and %s differ %s"
              .formatted(NAME, first, tensor, newAxis ? "in shape" : "off axis " + along));
    }
  }

  /** Puts rows of all tensors beside each other, {@code outer} times. */
  private static void join(TensorSequence sequence, Tensor out, int outer, Workspace workspace) {
    int at = 0;
    for (int i = 0; i < sequence.size() && outer > 0; i++) {
      Tensor tensor = sequence.get(i);
      int part = tensor.size() / outer;
      for (int o = 0; o < outer; o++) {
        workspace.copy(
            tensor.storage(), o * part, out.storage(), o * (out.size() / outer) + at, part);
      }
      at += part;
    }
  }
}
