package dev.vecurrent.internal.op.sequence;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;

/**
 * ONNX SequenceErase (since opset 11): a sequence without the tensor at a position in {@code [-n, n
 * - 1]}, or without the last.
 */
final class SequenceErase implements SequenceOperator {

  private static final String NAME = "SequenceErase";

  private SequenceErase() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(1, 2);
    reader.requireOutputs(1, 1);
    return new SequenceErase();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Sequences.position(NAME, inputs, 1);
    return new Fact[] {Sequences.sequence(NAME, inputs, 0)};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    TensorSequence sequence = Sequences.sequence(NAME, inputs, 0);
    int size = sequence.size();
    int place = Sequences.place(NAME, inputs, 1, size - 1, size);
    TensorSequence out = Sequences.sequence(NAME, outputs, 0);
    Sequences.assign(sequence, out, workspace);
    out.remove(place);
  }
}
