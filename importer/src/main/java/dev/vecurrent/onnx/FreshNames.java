package dev.vecurrent.onnx;

import dev.vecurrent.onnx.message.AttributeMessage;
import dev.vecurrent.onnx.message.GraphMessage;
import dev.vecurrent.onnx.message.NodeMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names of values that a model does not have yet: for those of nodes that take another's place. */
final class FreshNames {

  /** Names of functions within functions would grow without end. */
  private static final int MOST_CHARACTERS = 120;

  private final GraphMessage graph;
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> next = new HashMap<>();
  private boolean isStarted;

  /** Names that are not those of a graph; it is looked through when the first is asked for. */
  FreshNames(GraphMessage graph) {
    this.graph = graph;
  }

  /** A name like the given one, which nothing else has. */
  String like(String name) {
    if (!isStarted) {
      isStarted = true;
      add(graph);
    }
    int length = name.length();
    String wanted = length <= MOST_CHARACTERS ? name : name.substring(length - MOST_CHARACTERS);
    String fresh = wanted;
    while (!taken.add(fresh)) {
      fresh = wanted + "#" + next.merge(wanted, 1, Integer::sum);
    }
    return fresh;
  }

  private void add(GraphMessage part) {
    part.inputs.forEach(input -> taken.add(input.name));
    part.outputs.forEach(output -> taken.add(output.name));
    part.initializers.forEach(tensor -> taken.add(tensor.name));
    for (NodeMessage node : part.nodes) {
      taken.addAll(node.inputs);
      taken.addAll(node.outputs);
      for (AttributeMessage attribute : node.attributes) {
        if (attribute.graph != null) {
          add(attribute.graph);
        }
      }
    }
  }
}
