package dev.vecurrent.spec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The sub-graph of a {@link ControlNode}. It may read values of the graphs around it by name; a
 * value of its own hides one of theirs with the same name. Types and shapes are those of what it is
 * given: what the file declares of them says nothing more. Immutable, safe for any number of
 * threads.
 */
public final class Body {

  private final List<String> inputs;
  private final List<String> outputs;
  private final Map<String, Tensor> constants;
  private final List<Node> nodes;

  /** Asked for by many passes; found when it is first needed. */
  private @Nullable List<String> captured;

  /**
   * A sub-graph.
   *
   * @param inputs names of the values that its node gives it
   * @param outputs names of the values that its node takes from it; may be values from around it
   * @param constants fixed values by name
   * @param nodes the operators, in an order in which each reads what came before
   */
  public Body(
      List<String> inputs, List<String> outputs, Map<String, Tensor> constants, List<Node> nodes) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.constants = Map.copyOf(constants);
    this.nodes = List.copyOf(nodes);
  }

  /** Names of the values that its node gives it. */
  public List<String> inputs() {
    return inputs;
  }

  /** Names of the values that its node takes from it; may be values from around it. */
  public List<String> outputs() {
    return outputs;
  }

  /** Fixed values by name. */
  public Map<String, Tensor> constants() {
    return constants;
  }

  /** The operators, in an order in which each reads what came before. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Names of the values that it reads from the graphs around it, each once. */
  public List<String> captured() {
    List<String> known = captured;
    if (known == null) {
      known = List.copyOf(read());
      captured = known;
    }
    return known;
  }

  private Set<String> read() {
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
    read.removeIf(own::contains);
    return read;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Body body
        && inputs.equals(body.inputs)
        && outputs.equals(body.outputs)
        && constants.equals(body.constants)
        && nodes.equals(body.nodes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(inputs, outputs, constants, nodes);
  }

  @Override
  public String toString() {
    return "body of " + nodes.size() + " nodes, " + inputs + " to " + outputs;
  }
}
