package dev.vecurrent.onnx;

import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Puts nodes in an order in which each reads what came before, as near to the file's as can be. */
final class NodeOrder {

  private final Set<String> made;
  private final Findings findings;

  NodeOrder(Set<String> made, Findings findings) {
    this.made = made;
    this.findings = findings;
  }

  List<Node> sort(List<Node> nodes, Set<String> constants, List<ValueInfo> inputs) {
    Set<String> ready = new HashSet<>(constants);
    inputs.forEach(input -> ready.add(input.name()));
    Map<String, List<Integer>> readers = new HashMap<>();
    int[] missing = new int[nodes.size()];
    PriorityQueue<Integer> next = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      for (String input : new HashSet<>(nodes.get(i).inputs())) {
        if (input.isEmpty() || ready.contains(input)) {
          continue;
        }
        if (!made.contains(input)) {
          Node node = nodes.get(i);
          findings.add(
              node.name(),
              node.operator(),
              "input",
              input,
              "no node, input or initializer makes it");
        }
        readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(i);
        missing[i]++;
      }
      if (missing[i] == 0) {
        next.add(i);
      }
    }
    List<Node> sorted = new ArrayList<>();
    while (!next.isEmpty()) {
      Node node = nodes.get(next.remove());
      sorted.add(node);
      for (String output : node.outputs()) {
        List<Integer> waiting = readers.remove(output);
        if (waiting != null && !output.isEmpty()) {
          waiting.forEach(reader -> {
            if (--missing[reader] == 0) {
              next.add(reader);
            }
          });
        }
      }
    }
    if (sorted.size() < nodes.size() && findings.isEmpty()) {
      for (int i = 0; i < missing.length; i++) {
        if (missing[i] > 0) {
          Node node = nodes.get(i);
          findings.add(
              node.name(),
              node.operator(),
              "inputs",
              "",
              "the node waits for its own output: a cycle");
        }
      }
    }
    return sorted;
  }
}
