package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.spec.ControlNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A Loop or Scan that does nothing but step a cell over time becomes a layer. Its cell is one that
 * {@link CellPatterns} finds in the body.
 */
public final class CellLoops {

  private CellLoops() {}

  /** Replaces such loops of a graph or a body. */
  public static void replace(Draft draft, Bounds bounds) {
    draft.index();
    List<DraftNode> nodes = new ArrayList<>();
    boolean found = false;
    for (DraftNode node : draft.nodes) {
      DraftNode layer = layer(draft, node, bounds);
      nodes.add(layer == null ? node : layer);
      if (layer != null) {
        found = true;
        draft.countAbsorbed(node);
      }
    }
    if (found) {
      draft.nodes.clear();
      draft.nodes.addAll(nodes);
    }
  }

  private static @Nullable DraftNode layer(Draft draft, DraftNode node, Bounds bounds) {
    Draft body = node.bodies.get("body");
    if (body == null || !(node.node instanceof ControlNode control) || control.isBatchedScan()) {
      return null;
    }
    CellPatterns.fuse(body, bounds);
    body.index();
    CellLoop loop = new CellLoop(draft, node, control, body);
    DraftNode layer = loop.layer();
    node.remark = loop.obstacle().isEmpty() ? "" : "no layer: " + loop.obstacle();
    return layer;
  }
}
