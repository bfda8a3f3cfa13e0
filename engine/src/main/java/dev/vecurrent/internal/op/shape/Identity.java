package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Copy;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.util.Set;

/** ONNX Identity, of sequences and optional values, too: the output is the input. */
final class Identity implements SequenceOperator {

  private static final String NAME = "Identity";

  private Identity() {}

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Identity();
  }

  @Override
  public boolean takesOptional() {
    return true;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE, Trait.IDENTITY, Trait.KEEPS_ORDER, Trait.KEEPS_ZEROS);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    return new Fact[] {Ports.required(NAME, inputs, 0)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.rows(inputs, outputs);
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    Value from = inputs[0];
    if (from != null && outputs[0] instanceof OptionalValue optional) {
      optional.assign(from);
      return;
    }
    if (inputs[0] instanceof TensorSequence sequence) {
      Sequences.assign(sequence, Sequences.sequence(NAME, outputs, 0), workspace);
      return;
    }
    Copy.whole(Sequences.tensor(NAME, inputs, 0), Sequences.tensor(NAME, outputs, 0), workspace);
  }
}
