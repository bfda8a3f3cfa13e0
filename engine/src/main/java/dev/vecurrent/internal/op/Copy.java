package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.util.Arrays;

/**
 * ONNX Identity, of a sequence, too, and Dropout as in inference: the first output is the input; a
 * mask is all true. A {@code training_mode} input must be known to be false before a run.
 */
final class Copy implements SequenceOperator {

  private final String operator;

  private Copy(String operator) {
    this.operator = operator;
  }

  static Operator identity(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Copy("Identity");
  }

  static Operator dropout(NodeReader reader) {
    reader.requireInputs(1, reader.opset() < 12 ? 1 : 3);
    reader.requireOutputs(1, 2);
    if (reader.opset() < 7) {
      reader.flag("is_test", false); // runtimes drop the node, whatever this says
    }
    if (reader.opset() < 12) {
      reader.number("ratio", 0.5f);
    } else {
      reader.integer("seed", 0);
    }
    return new Copy("Dropout");
  }

  /** Fills a tensor with the elements of another of the same type. */
  static void whole(Tensor from, Tensor to) {
    to.resizeLike(from);
    System.arraycopy(from.storage(), 0, to.storage(), 0, from.size());
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(operator, inputs, 0);
    if (operator.equals("Dropout")) {
      Sequences.tensor(operator, inputs, 0);
    }
    Fact training = Ports.optional(inputs, 2);
    if (training != null) {
      long[] mode = Elements.allOf(training);
      if (mode == null || mode.length != 1 || mode[0] != 0) {
        throw new IllegalArgumentException(
            "Dropout: training_mode must be a constant false: dropout in training is not supported");
      }
    }
    int[] dims = x.dims();
    return new Fact[] {x, new Fact(ElementType.BOOL, dims, null, null)};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    if (inputs[0] instanceof TensorSequence sequence) {
      Sequences.sequence(operator, outputs, 0).assign(sequence);
      return;
    }
    Tensor x = Sequences.tensor(operator, inputs, 0);
    if (outputs[0] != null) {
      whole(x, Sequences.tensor(operator, outputs, 0));
    }
    if (outputs.length > 1 && outputs[1] != null) {
      Tensor mask = Sequences.tensor(operator, outputs, 1);
      mask.resizeLike(x);
      Arrays.fill(mask.booleans(), 0, mask.size(), true);
    }
  }
}
