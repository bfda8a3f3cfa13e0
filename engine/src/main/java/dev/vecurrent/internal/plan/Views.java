package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.matmul.Einsum;
import dev.vecurrent.internal.op.shape.Transpose;
import java.util.ArrayList;
import java.util.List;

/**
 * Transpositions that only move axes of size 1 become views, and an Einsum that only moves axes a
 * transposition.
 */
final class Views {

  private Views() {}

  static void find(Draft draft) {
    List<DraftNode> nodes = new ArrayList<>();
    for (DraftNode node : draft.nodes) {
      Fact x = draft.fact(node.input(0));
      Transpose better = x == null ? null : better(node, x);
      nodes.add(better == null ? node : new DraftNode(node, better));
    }
    draft.nodes.clear();
    draft.nodes.addAll(nodes);
    draft.index();
  }

  private static @Nullable Transpose better(DraftNode node, Fact x) {
    if (node.operator instanceof Transpose transpose) {
      return transpose.asView(x);
    }
    Transpose moved = node.operator instanceof Einsum einsum ? einsum.asTranspose(x) : null;
    Transpose view = moved == null ? null : moved.asView(x);
    return view == null ? moved : view;
  }
}
