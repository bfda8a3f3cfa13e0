package dev.vecurrent.internal.op.sequence;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Copy;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;

/**
 * ONNX SequenceAt (since opset 11): the tensor at a position in {@code [-n, n - 1]} of a sequence.
 */
final class SequenceAt implements SequenceOperator {

  private static final String NAME = "SequenceAt";

  private SequenceAt() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new SequenceAt();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact sequence = Sequences.sequence(NAME, inputs, 0);
    Sequences.position(NAME, inputs, 1);
    return new Fact[] {new Fact(sequence.type(), sequence.dims(), null, null)};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    TensorSequence sequence = Sequences.sequence(NAME, inputs, 0);
    int place = Sequences.place(NAME, inputs, 1, 0, sequence.size());
    Copy.whole(sequence.get(place), Sequences.tensor(NAME, outputs, 0), workspace);
  }
}
