package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a written-out cell is made of, looked at backwards from the values it makes. */
final class CellMatch {

  /** An activation of a sum of products. */
  record Gate(Activation activation, AffineSum sum) {}

  private final Draft draft;
  private final AffineSums sums;

  CellMatch(Draft draft) {
    this.draft = draft;
    this.sums = new AffineSums(draft);
  }

  /** The node that makes a value, if it is of that operator. */
  @Nullable
  DraftNode maker(@Nullable String value, String operator) {
    DraftNode node = value == null ? null : draft.maker(value);
    return node != null && node.is(operator) ? node : null;
  }

  /** The activation that makes a value; {@code null} if none does. */
  @Nullable
  Activation activation(String value) {
    DraftNode node = draft.maker(value);
    if (node == null) {
      return null;
    }
    ActivationFunction function =
        switch (node.node.operator()) {
          case "Sigmoid" -> ActivationFunction.SIGMOID;
          case "Tanh" -> ActivationFunction.TANH;
          case "Relu" -> ActivationFunction.RELU;
          case "HardSigmoid" -> ActivationFunction.HARD_SIGMOID;
          case "Elu" -> ActivationFunction.ELU;
          case "Softsign" -> ActivationFunction.SOFTSIGN;
          case "Softplus" -> ActivationFunction.SOFTPLUS;
          default -> null;
        };
    return function == null
        ? null
        : new Activation(
            function,
            NodeValues.number(node, "alpha", function.defaultAlpha()),
            NodeValues.number(node, "beta", function.defaultBeta()));
  }

  /**
   * An activation of a sum of products of two values, of which every part is known; {@code null} if
   * a value is not that. One product of both side by side is two.
   */
  @Nullable
  Gate gate(String value) {
    Activation activation = activation(value);
    AffineSum sum = activation == null ? null : sums.of(argument(value));
    return activation == null || sum == null || !sum.others().isEmpty()
        ? null
        : new Gate(activation, sums.apart(sum));
  }

  /** What the node that makes a value reads first. */
  String argument(String value) {
    DraftNode node = draft.maker(value);
    return node == null ? "" : node.input(0);
  }

  /** A value as a sum; {@code null} if it is no matrix with a known number of columns. */
  @Nullable
  AffineSum sum(String value) {
    return sums.of(value);
  }

  /** A sum of one product of values side by side, as a product of each. */
  AffineSum apart(AffineSum sum) {
    return sums.apart(sum);
  }

  /** Whether a value is a matrix of floats of so many columns. */
  boolean isMatrix(String value, int columns) {
    return sums.columns(value) == columns;
  }

  /** Whether a value is the constant 1. */
  boolean isOne(String value) {
    Tensor constant = draft.constants.get(value);
    return constant != null
        && constant.type() == ElementType.FLOAT32
        && constant.size() == 1
        && constant.floats()[0] == 1;
  }

  /**
   * The nodes that make some values out of others.
   *
   * @return {@code null} if anything else reads what is made in between
   */
  @Nullable
  Set<DraftNode> between(List<String> inputs, List<String> outputs) {
    Set<DraftNode> nodes = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      String value = open.pop();
      DraftNode node = inputs.contains(value) ? null : draft.maker(value);
      if (node != null && nodes.add(node)) {
        open.addAll(node.inputs);
      }
    }
    Map<String, Integer> reads = new HashMap<>();
    nodes.forEach(node -> node.inputs.forEach(input -> reads.merge(input, 1, Integer::sum)));
    for (DraftNode node : nodes) {
      for (String made : node.outputs) {
        boolean isPrivate = draft.readers(made) == reads.getOrDefault(made, 0);
        if (!isPrivate && !outputs.contains(made)) {
          return null;
        }
      }
    }
    return nodes;
  }
}
