package dev.vecurrent.onnx;

import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Node;
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
  private final boolean inBody;
  private final Findings findings;

  NodeOrder(Set<String> made, boolean inBody, Findings findings) {
    this.inBody = inBody;
    this.made = made;
    this.findings = findings;
  }

  /** The node that reads a value: the given one, or one inside it. */
  private static Node reader(Node node, String input) {
    if (node instanceof ControlNode control && !control.inputs().contains(input)) {
      for (Body body : control.bodies().values()) {
        if (body.captured().contains(input)) {
          for (Node inner : body.nodes()) {
            if (inner.reads().contains(input)) {
              return reader(inner, input);
            }
          }
        }
      }
    }
    return node;
  }

  List<Node> sort(List<Node> nodes, Set<String> constants, List<String> inputs) {
    Set<String> ready = new HashSet<>(constants);
    ready.addAll(inputs);
    Map<String, List<Integer>> readers = new HashMap<>();
    int[] missing = new int[nodes.size()];
    PriorityQueue<Integer> next = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      for (String input : new HashSet<>(nodes.get(i).reads())) {
        if (input.isEmpty() || ready.contains(input)) {
          continue;
        }
        if (!made.contains(input)) {
          if (inBody) {
            continue; // of a graph around this one, or of none: told where that is known
          }
          Node node = reader(nodes.get(i), input);
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
