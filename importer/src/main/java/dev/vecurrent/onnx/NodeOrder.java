package dev.vecurrent.onnx;

import dev.vecurrent.onnx.message.Findings;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Puts nodes in an order in which each reads what came before, as near to the file's as can be. */
final class NodeOrder {

  private final Findings findings;

  NodeOrder(Findings findings) {
    this.findings = findings;
  }

  /** The node that reads a value: the given one, or one inside it. */
  static Node reader(Node node, String input) {
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

  /**
   * The nodes in order, without those in cycles that no output needs.
   *
   * @param nodes of which each reads what others make, what is constant and what is given
   * @param outputs names of the values that are wanted
   */
  List<Node> sort(
      List<Node> nodes, List<String> outputs, Set<String> constants, Collection<String> given) {
    Set<String> ready = new HashSet<>(constants);
    ready.addAll(given);
    Map<String, List<Integer>> readers = new HashMap<>();
    int[] missing = new int[nodes.size()];
    PriorityQueue<Integer> next = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      for (String input : new HashSet<>(nodes.get(i).reads())) {
        if (!input.isEmpty() && !ready.contains(input)) {
          readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(i);
          missing[i]++;
        }
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
          for (int reader : waiting) {
            if (--missing[reader] == 0) {
              next.add(reader);
            }
          }
        }
      }
    }
    if (sorted.size() < nodes.size() && findings.isEmpty()) {
      tellCycles(nodes, outputs, missing);
    }
    return sorted;
  }

  /** Refuses the nodes of cycles that outputs need; notes the others. */
  private void tellCycles(List<Node> nodes, List<String> outputs, int[] missing) {
    Map<String, Integer> makers = new HashMap<>();
    for (int i = 0; i < missing.length; i++) {
      for (String output : nodes.get(i).outputs()) {
        makers.put(output, i);
      }
    }
    boolean[] live = new boolean[missing.length];
    Deque<String> wanted = new ArrayDeque<>(outputs);
    while (!wanted.isEmpty()) {
      Integer maker = makers.get(wanted.pop());
      if (maker != null && !live[maker]) {
        live[maker] = true;
        wanted.addAll(nodes.get(maker).reads());
      }
    }
    for (int i = 0; i < missing.length; i++) {
      Node node = nodes.get(i);
      if (missing[i] > 0 && live[i]) {
        findings.add(
            node.name(),
            node.operator(),
            "inputs",
            "",
            "the node waits for its own output: a cycle");
      } else if (missing[i] > 0) {
        findings.note(
            node.name(),
            node.operator(),
            "inputs",
            "",
            "dropped: it waits for its own output, and no output needs it");
      }
    }
  }
}
