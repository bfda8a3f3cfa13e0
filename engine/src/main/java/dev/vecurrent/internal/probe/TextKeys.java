package dev.vecurrent.internal.probe;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A text that a graph takes for an input of text: a key of the first table that reads it. */
final class TextKeys {

  private static final List<String> LISTS =
      List.of("keys_strings", "cats_strings", "classes_strings", "pool_strings", "keys_tensor");

  private TextKeys() {}

  /** The key; an empty text where no table reads the input. */
  static String of(Graph graph, String input) {
    Set<String> reached = new HashSet<>(Set.of(input));
    for (Node node : graph.nodes()) {
      if (!(node instanceof OperatorNode operator)
          || node.inputs().stream().noneMatch(reached::contains)) {
        continue;
      }
      String key = key(operator, graph);
      if (key != null) {
        return key;
      }
      reached.addAll(node.outputs());
    }
    return "";
  }

  private static @Nullable String key(OperatorNode node, Graph graph) {
    if (node.operator().equals("Cast")) {
      return "0";
    }
    for (String name : LISTS) {
      AttributeValue value = node.attributes().get(name);
      if (value instanceof AttributeValue.OfStrings(List<String> keys) && !keys.isEmpty()) {
        return keys.getFirst();
      }
      if (value instanceof AttributeValue.OfTensor(Tensor keys)
          && keys.type() == ElementType.STRING
          && keys.size() > 0) {
        return keys.strings()[0];
      }
    }
    for (String name : node.operator().equals("Equal") ? node.inputs() : List.<String>of()) {
      Tensor constant = graph.constants().get(name);
      if (constant != null && constant.type() == ElementType.STRING && constant.size() > 0) {
        return constant.strings()[0];
      }
    }
    return null;
  }
}
