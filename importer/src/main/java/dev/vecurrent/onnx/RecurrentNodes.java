package dev.vecurrent.onnx;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.onnx.message.Findings;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of ONNX LSTM, GRU and RNN to a {@link Cell}, opset 1 to the newest. An attribute
 * that the operator's text at the model's opset does not name is a finding, as is a value outside
 * its range.
 */
final class RecurrentNodes {

  /** The operators. */
  static final Set<String> OPERATORS = Set.of("LSTM", "GRU", "RNN");

  private final String node;
  private final String operator;
  private final int opset;
  private final Map<String, AttributeValue> attributes;
  private final Findings findings;

  private RecurrentNodes(
      String node,
      String operator,
      int opset,
      Map<String, AttributeValue> attributes,
      Findings findings) {
    this.node = node;
    this.operator = operator;
    this.opset = opset;
    this.attributes = attributes;
    this.findings = findings;
  }

  /** The cell, or {@code null} where there were findings. */
  static @Nullable Cell read(
      String node,
      String operator,
      int opset,
      Map<String, AttributeValue> attributes,
      Findings findings) {
    return new RecurrentNodes(node, operator, opset, attributes, findings).read();
  }

  private @Nullable Cell read() {
    Direction direction = direction();
    int perDirection =
        switch (operator) {
          case "LSTM" -> 3;
          case "GRU" -> 2;
          default -> 1;
        };
    List<Activation> activations = activations(perDirection * direction.count(), perDirection);
    float clip = clip();
    int hiddenSize = hiddenSize();
    Layout layout = opset >= 14 && flag("layout") ? Layout.BATCH_MAJOR : Layout.TIME_MAJOR;
    boolean inputForget = operator.equals("LSTM") && flag("input_forget");
    boolean linear = operator.equals("GRU") && opset >= 3 && flag("linear_before_reset");
    if (opset < 7) {
      flag("output_sequence"); // whether Y is wanted, which the outputs say as well
    }
    boolean unknown = refuseUnknown();
    if (unknown || activations.size() != perDirection * direction.count() || !(clip > 0)) {
      return null;
    }
    return switch (operator) {
      case "LSTM" -> new Lstm(direction, hiddenSize, activations, clip, inputForget, layout);
      case "GRU" -> new Gru(direction, hiddenSize, activations, clip, linear, layout);
      default -> new Rnn(direction, hiddenSize, activations, clip, layout);
    };
  }

  private boolean refuseUnknown() {
    List<String> known =
        new ArrayList<>(
            List.of(
                "activations",
                "activation_alpha",
                "activation_beta",
                "clip",
                "direction",
                "hidden_size"));
    if (operator.equals("LSTM")) {
      known.add("input_forget");
    }
    if (operator.equals("GRU") && opset >= 3) {
      known.add("linear_before_reset");
    }
    if (opset < 7) {
      known.add("output_sequence");
    }
    if (opset >= 14) {
      known.add("layout");
    }
    boolean refused = false;
    for (Map.Entry<String, AttributeValue> entry : attributes.entrySet()) {
      if (!known.contains(entry.getKey())) {
        refuse(
            entry.getKey(),
            text(entry.getValue()),
            "attribute is not known to " + operator + " in opset " + opset);
        refused = true;
      }
    }
    return refused;
  }

  private Direction direction() {
    AttributeValue value = attributes.get("direction");
    if (value == null) {
      return Direction.FORWARD;
    }
    if (value instanceof AttributeValue.OfString(String name)) {
      for (Direction direction : Direction.values()) {
        if (direction.name().toLowerCase(Locale.ROOT).equals(name)) {
          return direction;
        }
      }
    }
    refuse("direction", text(value), "expected forward, reverse or bidirectional");
    return Direction.FORWARD;
  }

  private int hiddenSize() {
    AttributeValue value = attributes.get("hidden_size");
    if (value == null) {
      return 0;
    }
    if (value instanceof AttributeValue.OfInt(long size) && size > 0 && size <= 1 << 24) {
      return (int) size;
    }
    refuse("hidden_size", text(value), "expected an integer from 1 to " + (1 << 24));
    return 0;
  }

  /** Infinite where there is none; NaN after a finding. */
  private float clip() {
    AttributeValue value = attributes.get("clip");
    if (value == null) {
      return Float.POSITIVE_INFINITY;
    }
    if (value instanceof AttributeValue.OfFloat(float clip) && clip > 0) {
      return clip;
    }
    refuse("clip", text(value), "expected a positive number");
    return Float.NaN;
  }

  private boolean flag(String name) {
    AttributeValue value = attributes.get(name);
    if (value == null) {
      return false;
    }
    if (value instanceof AttributeValue.OfInt(long flag) && (flag == 0 || flag == 1)) {
      return flag == 1;
    }
    refuse(name, text(value), "expected 0 or 1");
    return false;
  }

  /** Alphas and betas are taken in order by those functions that use them. */
  private List<Activation> activations(int expected, int perDirection) {
    List<ActivationFunction> functions = functions(expected, perDirection);
    List<Float> alphas = numbers("activation_alpha");
    List<Float> betas = numbers("activation_beta");
    List<Activation> activations = new ArrayList<>();
    int alphaAt = 0;
    int betaAt = 0;
    for (ActivationFunction function : functions) {
      float alpha = function.defaultAlpha();
      float beta = function.defaultBeta();
      if (function.usesAlpha() && alphaAt < alphas.size()) {
        alpha = alphas.get(alphaAt++);
      }
      if (function.usesBeta() && betaAt < betas.size()) {
        beta = betas.get(betaAt++);
      }
      activations.add(new Activation(function, alpha, beta));
    }
    if (!onlyPadding(alphas, alphaAt) || !onlyPadding(betas, betaAt)) {
      findings.note(
          node,
          operator,
          "activation_alpha, activation_beta",
          alphas + ", " + betas,
          "more numbers than the activations take: "
              + alphaAt
              + " and "
              + betaAt
              + " are used, in order, the others are ignored");
    }
    return activations;
  }

  /** Exporters pad the lists with zeros for functions that take no number. */
  private static boolean onlyPadding(List<Float> numbers, int from) {
    for (float number : numbers.subList(from, numbers.size())) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }

  private List<ActivationFunction> functions(int expected, int perDirection) {
    AttributeValue value = attributes.get("activations");
    List<ActivationFunction> functions = new ArrayList<>();
    if (value == null) {
      for (int i = 0; i < expected; i++) {
        int gate = i % perDirection;
        boolean sigmoid = perDirection > 1 && gate == 0;
        functions.add(sigmoid ? ActivationFunction.SIGMOID : ActivationFunction.TANH);
      }
      return functions;
    }
    if (!(value instanceof AttributeValue.OfStrings(List<String> names))
        || names.size() != expected) {
      refuse("activations", text(value), "expected " + expected + " names");
      return functions;
    }
    for (String name : names) {
      ActivationFunction function = function(name);
      if (function == null) {
        refuse("activations", name, "no activation has this name");
      } else {
        functions.add(function);
      }
    }
    return functions;
  }

  private static @Nullable ActivationFunction function(String name) {
    for (ActivationFunction function : ActivationFunction.values()) {
      if (function.onnxName().equalsIgnoreCase(name)) {
        return function;
      }
    }
    return null;
  }

  private List<Float> numbers(String name) {
    AttributeValue value = attributes.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof AttributeValue.OfFloats(List<Float> numbers)) {
      return numbers;
    }
    refuse(name, text(value), "expected a list of numbers");
    return List.of();
  }

  private static String text(AttributeValue value) {
    return switch (value) {
      case AttributeValue.OfInt(long v) -> Long.toString(v);
      case AttributeValue.OfFloat(float v) -> Float.toString(v);
      case AttributeValue.OfString(String v) -> v;
      case AttributeValue.OfStrings(List<String> v) -> v.toString();
      default -> value.getClass().getSimpleName();
    };
  }

  private void refuse(String attribute, String value, String reason) {
    findings.add(node, operator, attribute, value, reason);
  }
}
