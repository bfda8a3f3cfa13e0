package dev.vecurrent.spec;

import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sub-graph of a {@link ControlNode}. It may read values of the graphs around it by name; a
 * value of its own hides one of theirs with the same name. Types and shapes are those of what it is
 * given: what the file declares of them says nothing more.
 *
 * @param inputs names of the values that its node gives it
 * @param outputs names of the values that its node takes from it; may be values from around it
 * @param constants fixed values by name
 * @param nodes the operators, in an order in which each reads what came before
 */
public record Body(
    List<String> inputs, List<String> outputs, Map<String, Tensor> constants, List<Node> nodes) {

  /** Copies the lists. */
  public Body {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constants = Map.copyOf(constants);
    nodes = List.copyOf(nodes);
  }

  /** Names of the values that it reads from the graphs around it, each once. */
  public List<String> captured() {
    Set<String> own = new HashSet<>(inputs);
    own.addAll(constants.keySet());
    for (Node node : nodes) {
      own.addAll(node.outputs());
    }
    Set<String> read = new LinkedHashSet<>();
    for (Node node : nodes) {
      read.addAll(node.reads());
    }
    read.addAll(outputs);
    read.remove("");
    read.removeAll(own);
    return new ArrayList<>(read);
  }
}
