package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A graph while passes work on it. */
final class Draft {

  final Graph graph;
  final List<DraftNode> nodes = new ArrayList<>();
  final Map<String, Tensor> constants = new HashMap<>();
  final Map<String, Fact> facts = new HashMap<>();

  /** Values of which every element is known to be zero, whatever the shape. */
  final Set<String> zeros = new HashSet<>();

  final Map<String, Integer> folded = new TreeMap<>();
  final Map<String, Integer> absorbed = new TreeMap<>();

  private final Set<String> outputNames = new HashSet<>();

  Draft(Graph graph) {
    this.graph = graph;
    graph.outputs().forEach(output -> outputNames.add(output.name()));
  }

  boolean isOutput(String name) {
    return outputNames.contains(name);
  }

  @Nullable
  Fact fact(String name) {
    return name.isEmpty() ? null : facts.get(name);
  }

  /** How many inputs read a value; a graph output counts as one. */
  int readers(String name) {
    int readers = isOutput(name) ? 1 : 0;
    for (DraftNode node : nodes) {
      for (DraftNode layer : node.layers()) {
        for (String input : layer.inputs) {
          readers += input.equals(name) ? 1 : 0;
        }
      }
    }
    return readers;
  }

  /**
   * The only node that reads a value, if it reads it once as its first input and nobody else does.
   */
  @Nullable
  DraftNode onlyReader(String name) {
    if (name.isEmpty() || readers(name) != 1) {
      return null;
    }
    for (DraftNode node : nodes) {
      if (node.input(0).equals(name)) {
        return node;
      }
    }
    return null;
  }

  /** The node that makes a value, or {@code null} for an input or a constant. */
  @Nullable
  DraftNode maker(String name) {
    for (DraftNode node : nodes) {
      if (!name.isEmpty() && node.outputs.contains(name)) {
        return node;
      }
    }
    return null;
  }

  /** Lets every reader of one value read another instead. */
  void reroute(String from, String to) {
    for (DraftNode node : nodes) {
      node.inputs.replaceAll(name -> name.equals(from) ? to : name);
    }
  }

  void countFolded(DraftNode node) {
    folded.merge(node.node.operator(), 1, Integer::sum);
  }

  void countAbsorbed(DraftNode node) {
    absorbed.merge(node.node.operator(), 1, Integer::sum);
  }
}
