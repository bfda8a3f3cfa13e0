package dev.vecurrent.internal.probe;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * What the nodes that read a graph's input at once want of its shape: layers, products, filters.
 */
final class InputReaders {

  private static final Set<String> FILTERS = Set.of("Conv", "ConvInteger", "ConvTranspose");

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
      Tensor weights = weights(graph, node);
      if (port == 0 && weights != null && FILTERS.contains(node.operator())) {
        return weights.rank();
      }
      if (port == 0 && node.operator().equals("Gemm")) {
        return 2;
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
    if (!(node instanceof OperatorNode operator)) {
      return -1;
    }
    return switch (node.operator()) {
      case "Conv" ->
          axis == 1 && weights.rank() > 2
              ? weights.dim(1) * (int) number(operator, "group", 1)
              : -1;
      case "ConvTranspose" -> axis == 1 && weights.rank() > 2 ? weights.dim(0) : -1;
      case "Gemm" ->
          axis == 1 && weights.rank() == 2 && number(operator, "transA", 0) == 0
              ? weights.dim(number(operator, "transB", 0) == 0 ? 0 : 1)
              : -1;
      case "MatMul" -> weights.rank() == 2 && axis == lastAxis(graph, input) ? weights.dim(0) : -1;
      default -> -1;
    };
  }

  /** The last axis of an input whose rank is declared. */
  private static int lastAxis(Graph graph, String input) {
    return graph.inputs().stream()
        .filter(info -> info.name().equals(input))
        .mapToInt(info -> info.shape().map(dims -> dims.size() - 1).orElse(-1))
        .findFirst()
        .orElse(-1);
  }

  private static long number(OperatorNode node, String attribute, long otherwise) {
    return node.attributes().get(attribute) instanceof AttributeValue.OfInt(long value)
        ? value
        : otherwise;
  }

  private static @Nullable Tensor weights(Graph graph, Node node) {
    return node.inputs().size() > 1 ? graph.constants().get(node.inputs().get(1)) : null;
  }
}
