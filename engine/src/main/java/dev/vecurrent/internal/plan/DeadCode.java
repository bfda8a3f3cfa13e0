package dev.vecurrent.internal.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Drops nodes whose outputs nobody reads, and constants that no step reads; blanks unread outputs.
 */
final class DeadCode {

  private DeadCode() {}

  static void drop(Draft draft) {
    Set<String> read = new HashSet<>();
    read.addAll(draft.outputs);
    List<DraftNode> kept = new ArrayList<>();
    for (DraftNode node : draft.nodes.reversed()) {
      if (node.layers().stream()
          .flatMap(layer -> layer.outputs.stream())
          .anyMatch(read::contains)) {
        node.layers().forEach(layer -> read.addAll(layer.inputs));
        kept.add(node);
      }
    }
    Collections.reverse(kept);
    draft.nodes.clear();
    draft.nodes.addAll(kept);
    for (DraftNode node : draft.nodes) {
      for (DraftNode layer : node.layers()) {
        layer.outputs.replaceAll(output -> read.contains(output) ? output : "");
      }
    }
    draft.constants.keySet().retainAll(read);
  }
}
