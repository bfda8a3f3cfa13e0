package dev.vecurrent.internal.op.optional;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Fact.Presence;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;

/**
 * ONNX OptionalGetElement (since opset 15): what an optional value holds; a tensor or sequence that
 * is none (since opset 18) is handed on. A value that is absent fails the run that asks for it, not
 * the model: a branch may never run.
 */
final class Unwrap implements SequenceOperator {

  private static final String NAME = "OptionalGetElement";

  private Unwrap() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(15);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Unwrap();
  }

  @Override
  public boolean takesOptional() {
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    return new Fact[] {Ports.required(NAME, inputs, 0).with(Presence.CERTAIN)};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    Value held = inputs[0] instanceof OptionalValue optional ? optional.get() : inputs[0];
    if (held instanceof TensorSequence sequence) {
      Sequences.sequence(NAME, outputs, 0).assign(sequence);
    } else if (held instanceof Tensor tensor) {
      Pieces.copy(tensor, Sequences.tensor(NAME, outputs, 0), workspace.bounds().watch());
    } else {
      throw new IllegalArgumentException(NAME + ": there is no input");
    }
  }
}
