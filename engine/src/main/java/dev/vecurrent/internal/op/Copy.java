package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ONNX Identity, and Dropout as in inference: the first output is the input; a mask is all true. A
 * {@code training_mode} input must be known to be false before a run.
 */
final class Copy implements Operator {

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
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(operator, inputs, 0);
    Tensor out = Ports.optional(outputs, 0);
    if (out != null) {
      whole(x, out);
    }
    Tensor mask = Ports.optional(outputs, 1);
    if (mask != null) {
      mask.resizeLike(x);
      Arrays.fill(mask.booleans(), 0, mask.size(), true);
    }
  }
}
