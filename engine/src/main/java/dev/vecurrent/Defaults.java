package dev.vecurrent;

import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Forms of a graph for what callers give beside what it declares: constants that become inputs, and
 * inputs that are no scalars.
 */
final class Defaults {

  private Defaults() {}

  /**
   * A graph that says nothing of the shapes of some inputs. A file that declares an input as a
   * scalar may mean that it knows no shape.
   */
  static Graph ofAnyShape(Graph graph, Set<String> names) {
    if (names.isEmpty()) {
      return graph;
    }
    return new Graph(
        graph.name(),
        ofAnyShape(graph.inputs(), names),
        graph.outputs(),
        graph.constants(),
        graph.nodes(),
        ofAnyShape(graph.optionalInputs(), names),
        graph.file());
  }

  private static List<ValueInfo> ofAnyShape(List<ValueInfo> infos, Set<String> names) {
    return infos.stream()
        .map(info ->
            names.contains(info.name())
                ? new ValueInfo(info.name(), info.type(), Optional.empty())
                : info)
        .toList();
  }

  /** A graph with some of its optional inputs behind its inputs. */
  static Graph given(Graph graph, Set<String> names) {
    if (names.isEmpty()) {
      return graph;
    }
    List<ValueInfo> inputs = new ArrayList<>(graph.inputs());
    List<ValueInfo> optional = new ArrayList<>(graph.optionalInputs());
    graph.optionalInputs().stream().filter(i -> names.contains(i.name())).forEach(inputs::add);
    optional.removeIf(info -> names.contains(info.name()));
    Map<String, Tensor> constants = new HashMap<>(graph.constants());
    constants.keySet().removeAll(names);
    return new Graph(
        graph.name(), inputs, graph.outputs(), constants, graph.nodes(), optional, graph.file());
  }
}
