package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What of a refused graph can be run: up to its unsupported nodes, and from behind them. */
final class Remainder {

  private static final int MOST_NAMES = 5;

  private final Graph graph;

  /** Names of values that an unsupported node makes, or that are computed from such. */
  private final Set<String> lost = new HashSet<>();

  /** Supported values that unsupported nodes read: where they can be cut off. */
  private final Set<String> before = new LinkedHashSet<>();

  /** Values that unsupported nodes make and supported ones read: where to start instead. */
  private final Set<String> behind = new LinkedHashSet<>();

  private Remainder(Graph graph) {
    this.graph = graph;
  }

  /** Which parts can be run, in words; empty where there are none worth a word. */
  static String words(Graph graph) {
    Remainder remainder = new Remainder(graph);
    remainder.find();
    return remainder.words();
  }

  private void find() {
    Set<String> made = new HashSet<>();
    Set<String> refused = new HashSet<>();
    for (Node node : graph.nodes()) {
      List<Finding> found = new ArrayList<>();
      Binding.judge(node, Kernels.scalar(), found);
      Set<Finding> inside = new HashSet<>();
      Cut.addFindingsOfBodies(List.of(node), inside);
      boolean supported = found.isEmpty() && inside.isEmpty();
      if (!supported) {
        node.reads().stream()
            .filter(name -> made.contains(name) && !lost.contains(name))
            .forEach(before::add);
        refused.addAll(node.outputs());
        lost.addAll(node.outputs());
      } else if (node.reads().stream().anyMatch(lost::contains)) {
        node.reads().stream().filter(refused::contains).forEach(behind::add);
        lost.addAll(node.outputs());
      }
      if (!node.operator().equals("Constant")) {
        made.addAll(node.outputs());
      }
    }
    lost.remove("");
    behind.remove("");
  }

  private String words() {
    if (lost.isEmpty()) {
      return "";
    }
    Set<String> whole = new LinkedHashSet<>();
    graph.outputs().stream()
        .map(ValueInfo::name)
        .filter(name -> !lost.contains(name))
        .forEach(whole::add);
    List<String> ways = new ArrayList<>();
    if (!whole.isEmpty() || !before.isEmpty()) {
      whole.addAll(before);
      ways.add("up to these nodes, with --outputs or CompileOptions.withOutputs: " + some(whole));
    }
    if (!behind.isEmpty()) {
      ways.add("from behind them, with --inputs or CompileOptions.withInputs: " + some(behind));
    }
    return ways.isEmpty() ? "" : "parts can be run: " + String.join("; ", ways);
  }

  private static String some(Set<String> names) {
    List<String> some = names.stream().limit(MOST_NAMES).toList();
    return String.join(",", some) + (names.size() > MOST_NAMES ? " and others" : "");
  }
}
