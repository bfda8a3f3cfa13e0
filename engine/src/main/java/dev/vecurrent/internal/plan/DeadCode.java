package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
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
      if (isRead(node, read)) {
        for (DraftNode layer : node.layers()) {
          read.addAll(layer.inputs);
        }
        kept.add(node);
      }
    }
    Collections.reverse(kept);
    draft.nodes.clear();
    draft.nodes.addAll(kept);
    for (DraftNode node : draft.nodes) {
      for (DraftNode layer : node.layers()) {
        for (int i = 0; i < layer.outputs.size(); i++) {
          if (!read.contains(layer.outputs.get(i))) {
            layer.outputs.set(i, "");
          }
        }
      }
    }
    draft.constants.keySet().retainAll(read);
  }

  private static boolean isRead(DraftNode node, Set<String> read) {
    for (DraftNode layer : node.layers()) {
      if (!Collections.disjoint(layer.outputs, read)) {
        return true;
      }
    }
    return false;
  }
}
