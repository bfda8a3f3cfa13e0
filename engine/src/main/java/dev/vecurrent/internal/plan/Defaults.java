package dev.vecurrent.internal.plan;

import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Constants of a graph that a caller may give: they become inputs where one does. */
public final class Defaults {

  private Defaults() {}

  /** A graph with some of its optional inputs behind its inputs. */
  public static Graph given(Graph graph, Set<String> names) {
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
