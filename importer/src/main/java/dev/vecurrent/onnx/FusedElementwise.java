package dev.vecurrent.onnx;

import dev.vecurrent.onnx.message.AttributeMessage;
import java.util.List;

/**
 * Element-wise operators of {@code com.microsoft}, most of them with a bias that is added first.
 */
final class FusedElementwise {

  private FusedElementwise() {}

  /** Gelu, by the error function. */
  static void gelu(Replacement node) {
    node.requireInputs(1, 1);
    node.requireOutputs(1);
    node.result(0, node.add("Gelu", node.input(0)));
  }

  /** BiasGelu: Gelu of A + B. */
  static void biasGelu(Replacement node) {
    node.requireInputs(2, 2);
    node.requireOutputs(1);
    node.result(0, node.add("Gelu", node.add("Add", node.input(0), node.input(1))));
  }

  /** FastGelu: Gelu by the hyperbolic tangent, of X + bias. */
  static void fastGelu(Replacement node) {
    node.requireInputs(1, 2);
    node.requireOutputs(1);
    String x = node.has(1) ? node.add("Add", node.input(0), node.input(1)) : node.input(0);
    node.result(
        0, node.add("Gelu", List.of(x), List.of(AttributeMessage.ofText("approximate", "tanh"))));
  }

  /** QuickGelu: {@code x * sigmoid(alpha * x)}. */
  static void quickGelu(Replacement node) {
    node.requireInputs(1, 1);
    node.requireOutputs(1);
    float alpha = node.number("alpha", 1.702f);
    node.result(
        0,
        node.add(
            "Swish", List.of(node.input(0)), List.of(AttributeMessage.ofNumber("alpha", alpha))));
  }

  /** BiasSoftmax: Softmax of data + bias over all axes from {@code axis} on, as before opset 13. */
  static void biasSoftmax(Replacement node) {
    node.requireInputs(2, 2);
    node.requireOutputs(1);
    node.flag("is_inner_broadcast"); // how the bias broadcasts, which its shape says as well
    long axis = node.integer("axis", 1);
    String sum = node.add("Add", node.input(0), node.input(1));
    List<AttributeMessage> attributes = List.of(AttributeMessage.ofInteger("axis", axis));
    node.result(0, node.add(11, "Softmax", 1, List.of(sum), attributes).getFirst());
  }

  /** BiasAdd: X + bias + skip. */
  static void biasAdd(Replacement node) {
    node.requireInputs(3, 3);
    node.requireOutputs(1);
    String sum = node.add("Add", node.input(0), node.input(1));
    node.result(0, node.add("Add", sum, node.input(2)));
  }
}
