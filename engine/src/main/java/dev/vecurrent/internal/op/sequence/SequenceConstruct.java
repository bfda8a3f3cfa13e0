package dev.vecurrent.internal.op.sequence;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;

/** ONNX SequenceConstruct (since opset 11): the inputs, one or more of one type, as a sequence. */
final class SequenceConstruct implements SequenceOperator {

  private SequenceConstruct() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(1, Integer.MAX_VALUE);
    reader.requireOutputs(1, 1);
    return new SequenceConstruct();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact common = Sequences.tensor("SequenceConstruct", inputs, 0);
    for (int i = 1; i < inputs.length; i++) {
      Fact next = Sequences.tensor("SequenceConstruct", inputs, i);
      Types.requireSame("SequenceConstruct", common, next);
      common = common.commonWith(next);
    }
    return new Fact[] {Fact.sequence(common.type(), common.dims())};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    TensorSequence out = Sequences.sequence("SequenceConstruct", outputs, 0);
    out.clear();
    for (int i = 0; i < inputs.length; i++) {
      Tensor tensor = Sequences.tensor("SequenceConstruct", inputs, i);
      workspace.spend(Work.ROW + tensor.size());
      out.insert(i, tensor);
    }
  }
}
