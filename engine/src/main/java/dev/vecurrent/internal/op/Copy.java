package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;

/** ONNX Identity, of sequences and optional values, too: the output is the input. */
public final class Copy implements SequenceOperator {

  private static final String NAME = "Identity";

  private Copy() {}

  static Operator identity(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Copy();
  }

  /** Fills a tensor with the elements of another of the same type. */
  public static void whole(Tensor from, Tensor to) {
    to.resizeLike(from);
    System.arraycopy(from.storage(), 0, to.storage(), 0, from.size());
  }

  /** As {@link #whole(Tensor, Tensor)}, in pieces. */
  static void whole(Tensor from, Tensor to, Workspace workspace) {
    to.resizeLike(from);
    workspace.copy(from.storage(), 0, to.storage(), 0, from.size());
  }

  @Override
  public boolean takesOptional() {
    return true;
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
    whole(Sequences.tensor(NAME, inputs, 0), Sequences.tensor(NAME, outputs, 0), workspace);
  }
}
