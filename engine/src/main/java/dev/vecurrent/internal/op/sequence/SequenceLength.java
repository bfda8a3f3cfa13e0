package dev.vecurrent.internal.op.sequence;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;

/** ONNX SequenceLength (since opset 11): how many tensors a sequence has, an INT64 scalar. */
final class SequenceLength implements SequenceOperator {

  private SequenceLength() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new SequenceLength();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Sequences.sequence("SequenceLength", inputs, 0);
    return new Fact[] {Fact.of(ElementType.INT64, new int[0])};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    Tensor out = Sequences.tensor("SequenceLength", outputs, 0);
    out.resize(workspace.dims, 0);
    out.longs()[0] = Sequences.sequence("SequenceLength", inputs, 0).size();
  }
}
