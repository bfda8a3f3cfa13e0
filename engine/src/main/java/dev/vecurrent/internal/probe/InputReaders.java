package dev.vecurrent.internal.probe;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;

/**
 * What the nodes that read a graph's input at once want of its shape: layers, products, filters.
 */
final class InputReaders {

  private InputReaders() {}

  /** The rank that a node wants of an input, or -1 where none tells it. */
  static int rank(Graph graph, String input) {
    for (Node node : graph.nodes()) {
      int port = node.inputs().indexOf(input);
      if (port < 0) {
        continue;
      }
      if (node instanceof RecurrentNode) {
        return port == RecurrentNode.SEQUENCE_LENS ? 1 : 3;
      }
      Operator operator = port == 0 ? operator(node) : null;
      int wanted = operator == null ? -1 : operator.wantedRank(weights(graph, node));
      if (wanted >= 0) {
        return wanted;
      }
    }
    return -1;
  }

  /** The size that a node wants of an axis, or -1 where none tells it. */
  static int size(Graph graph, String input, int axis) {
    for (Node node : graph.nodes()) {
      if (node.inputs().isEmpty() || !node.inputs().getFirst().equals(input)) {
        continue;
      }
      Tensor weights = weights(graph, node);
      int wanted = weights == null ? -1 : size(graph, node, weights, input, axis);
      if (wanted > 0) {
        return wanted;
      }
    }
    return -1;
  }

  private static int size(Graph graph, Node node, Tensor weights, String input, int axis) {
    if (node instanceof RecurrentNode) {
      return axis == 2 && weights.rank() == 3 ? weights.dim(2) : -1;
    }
    Operator operator = operator(node);
    return operator == null ? -1 : operator.wantedSize(weights, axis, declaredRank(graph, input));
  }

  private static @Nullable Operator operator(Node node) {
    return node instanceof OperatorNode operator
        ? Operators.create(operator, new ArrayList<>())
        : null;
  }

  /** The rank of an input; -1 where none is declared. */
  private static int declaredRank(Graph graph, String input) {
    return graph.inputs().stream()
        .filter(info -> info.name().equals(input))
        .mapToInt(info -> info.shape().map(dims -> dims.size()).orElse(-1))
        .findFirst()
        .orElse(-1);
  }

  private static @Nullable Tensor weights(Graph graph, Node node) {
    return node.inputs().size() > 1 ? graph.constants().get(node.inputs().get(1)) : null;
  }
}
