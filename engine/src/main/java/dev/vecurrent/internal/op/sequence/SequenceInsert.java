package dev.vecurrent.internal.op.sequence;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;

/**
 * ONNX SequenceInsert (since opset 11): a sequence with a tensor more, at a position in {@code [-n,
 * n]}, or at the end.
 */
final class SequenceInsert implements SequenceOperator {

  private static final String NAME = "SequenceInsert";

  private SequenceInsert() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(2, 3);
    reader.requireOutputs(1, 1);
    return new SequenceInsert();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact sequence = Sequences.sequence(NAME, inputs, 0);
    Fact tensor = Sequences.tensor(NAME, inputs, 1);
    Types.requireSame(NAME, sequence, tensor);
    Sequences.position(NAME, inputs, 2);
    return new Fact[] {sequence.commonWith(Fact.sequence(tensor.type(), tensor.dims()))};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    TensorSequence sequence = Sequences.sequence(NAME, inputs, 0);
    int size = sequence.size();
    int place = Sequences.place(NAME, inputs, 2, size, size + 1);
    TensorSequence out = Sequences.sequence(NAME, outputs, 0);
    Sequences.assign(sequence, out, workspace);
    Tensor tensor = Sequences.tensor(NAME, inputs, 1);
    workspace.spend(tensor.size());
    out.insert(place, tensor);
  }
}
