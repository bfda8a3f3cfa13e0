package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.internal.op.Transpose;
import java.util.ArrayList;
import java.util.List;

/** Transpositions that only move axes of size 1 become views. */
final class Views {

  private Views() {}

  static void find(Draft draft) {
    List<DraftNode> nodes = new ArrayList<>();
    for (DraftNode node : draft.nodes) {
      Fact x = draft.fact(node.input(0));
      Transpose view =
          node.operator instanceof Transpose transpose && x != null ? transpose.asView(x) : null;
      nodes.add(view == null ? node : new DraftNode(node, view));
    }
    draft.nodes.clear();
    draft.nodes.addAll(nodes);
    draft.index();
  }
}
