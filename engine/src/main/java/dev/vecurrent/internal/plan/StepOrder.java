package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Counts;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Sorts steps of one node or several so that each reads what came before, as near to the order of
 * the graph as that allows. Linear in nodes and inputs, but for a logarithm.
 */
final class StepOrder {

  private final Map<DraftNode, Integer> places = new HashMap<>();
  private final Map<DraftNode, Integer> waiting = new HashMap<>();
  private final Map<DraftNode, List<DraftNode>> followers = new HashMap<>();

  /**
   * Notes which step waits for which.
   *
   * @param tops for each node, the node that stands for its step
   */
  StepOrder(Draft draft, Map<DraftNode, DraftNode> tops) {
    for (DraftNode node : draft.nodes) {
      DraftNode top = tops.getOrDefault(node, node);
      places.putIfAbsent(node, places.size());
      waiting.putIfAbsent(top, 0);
      for (String input : node.inputs) {
        DraftNode maker = draft.maker(input);
        DraftNode before = maker == null ? null : tops.getOrDefault(maker, maker);
        if (before != null && before != top) {
          Counts.list(followers, before).add(top);
          Counts.add(waiting, top, 1);
        }
      }
    }
  }

  /** The steps in order, or {@code null} where two wait for each other. */
  @Nullable
  List<DraftNode> sorted() {
    PriorityQueue<DraftNode> ready =
        new PriorityQueue<>((a, b) -> Integer.compare(place(a), place(b)));
    for (Map.Entry<DraftNode, Integer> entry : waiting.entrySet()) {
      if (entry.getValue() == 0) {
        ready.add(entry.getKey());
      }
    }
    List<DraftNode> sorted = new ArrayList<>();
    for (DraftNode next = ready.poll(); next != null; next = ready.poll()) {
      sorted.add(next);
      for (DraftNode follower : followers.getOrDefault(next, List.of())) {
        if (Counts.add(waiting, follower, -1) == 0) {
          ready.add(follower);
        }
      }
    }
    return sorted.size() == waiting.size() ? sorted : null;
  }

  private int place(DraftNode node) {
    return places.getOrDefault(node, 0);
  }
}
