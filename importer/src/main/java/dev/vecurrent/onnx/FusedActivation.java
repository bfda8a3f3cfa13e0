package dev.vecurrent.onnx;

import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.onnx.message.AttributeMessage;
import java.util.ArrayList;
import java.util.List;

/** The activation at the end of a fused product. */
final class FusedActivation {

  private FusedActivation() {}

  /** Names of the numbers that an activation takes, in the order of {@code activation_params}. */
  private static List<String> parameters(String activation) {
    return switch (activation) {
      case "Relu", "Sigmoid", "Tanh", "Softplus", "Softsign", "HardSwish" -> List.of();
      case "LeakyRelu", "Elu", "ThresholdedRelu", "Celu" -> List.of("alpha");
      case "HardSigmoid" -> List.of("alpha", "beta");
      case "Selu" -> List.of("alpha", "gamma");
      case Operators.CLIP -> List.of("min", "max");
      default -> List.of("");
    };
  }

  /** Of a convolution: {@code activation}, its numbers in {@code activation_params}. */
  static String ofConv(Replacement node, String x) {
    String activation = node.text("activation", "");
    List<Float> numbers = node.numbers("activation_params");
    List<String> names = activation.isEmpty() ? List.of() : parameters(activation);
    if (names.contains("")) {
      node.refuse("activation", activation, "no fused convolution is known to have it");
      return x;
    }
    boolean fewer = numbers.size() < names.size() && !(numbers.isEmpty() && !names.contains("min"));
    if (numbers.size() > names.size() || fewer) {
      node.refuse("activation_params", numbers.toString(), activation + " takes " + names.size());
      return x;
    }
    if (activation.equals(Operators.CLIP)) {
      return node.add(
          Operators.CLIP,
          x,
          node.scalarLike(x, numbers.get(0)),
          node.scalarLike(x, numbers.get(1)));
    }
    List<AttributeMessage> attributes = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      attributes.add(AttributeMessage.ofNumber(names.get(i), numbers.get(i)));
    }
    return activation.isEmpty() ? x : node.add(activation, List.of(x), attributes);
  }

  /** Of a product: {@code activation}, its numbers each in an attribute. */
  static String ofProduct(Replacement node, String x) {
    String activation = node.text("activation", "");
    List<String> names = activation.isEmpty() ? List.of() : parameters(activation);
    if (names.contains("") || names.contains("min")) {
      node.refuse("activation", activation, "no fused product is known to have it");
      return x;
    }
    List<AttributeMessage> attributes = new ArrayList<>();
    for (String name : List.of("alpha", "beta", "gamma")) {
      String attribute = "activation_" + name;
      if (!node.isSet(attribute)) {
        continue;
      }
      float value = node.number(attribute, 0);
      if (names.contains(name)) {
        attributes.add(AttributeMessage.ofNumber(name, value));
      } else if (value != 0) {
        node.refuse(attribute, Float.toString(value), "activation " + activation + " has none");
      }
    }
    return activation.isEmpty() ? x : node.add(activation, List.of(x), attributes);
  }
}
