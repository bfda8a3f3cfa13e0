package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.exec.YOrder;
import dev.vecurrent.spec.RecurrentNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recurrent layers of which each reads only the one before it become one step. */
final class Stacking {

  /** The most nodes that are sorted, over all trials, for layers whose states other nodes read. */
  private static final int MOST_SORTED = 500_000;

  private final Draft draft;

  /** The layer stacked on each layer that has one. */
  private final Map<DraftNode, DraftNode> above = new HashMap<>();

  private Stacking(Draft draft) {
    this.draft = draft;
  }

  static void stack(Draft draft) {
    draft.index();
    Stacking stacking = new Stacking(draft);
    stacking.choose();
    List<DraftNode> order = stacking.sorted();
    if (order != null && !stacking.above.isEmpty()) {
      stacking.build(order);
    }
  }

  /** Decides which layers are stacked on which. */
  private void choose() {
    Map<DraftNode, DraftNode> doubtful = new LinkedHashMap<>();
    for (DraftNode node : draft.nodes) {
      DraftNode below = below(node);
      if (below == null) {
        continue;
      }
      // A layer that nothing but the one above reads can always run right before it.
      boolean onlyRead = below.outputs.stream().skip(1).noneMatch(draft::isReadByNode);
      (onlyRead ? above : doubtful).put(below, node);
    }
    above.putAll(doubtful);
    if (doubtful.isEmpty() || sorted() != null) {
      return;
    }
    above.keySet().removeAll(doubtful.keySet());
    int trials = MOST_SORTED / Math.max(1, draft.nodes.size());
    for (Map.Entry<DraftNode, DraftNode> pair : doubtful.entrySet()) {
      if (trials-- <= 0) {
        return;
      }
      above.put(pair.getKey(), pair.getValue());
      if (sorted() == null) {
        above.remove(pair.getKey());
      }
    }
  }

  /** The layer whose Y is this layer's X and nothing else, in an order that fits. */
  private @Nullable DraftNode below(DraftNode node) {
    LayerForm form = node.form;
    String x = node.input(RecurrentNode.X);
    DraftNode below = draft.maker(x);
    if (form == null || below == null || draft.onlyReader(x) != node || draft.isOutput(x)) {
      return null;
    }
    LayerForm belowForm = below.form;
    boolean fits =
        belowForm != null
            && below.output(0).equals(x)
            && belowForm.yOrder().merged()
            && belowForm.yOrder().batchMajor() == form.xBatchMajor();
    return fits ? below : null;
  }

  /** The last layer of the stack that each node is in; itself where it is in none. */
  private Map<DraftNode, DraftNode> tops() {
    Map<DraftNode, DraftNode> tops = new HashMap<>();
    for (DraftNode node : draft.nodes.reversed()) {
      DraftNode next = above.get(node);
      tops.put(node, next == null ? node : tops.getOrDefault(next, next));
    }
    return tops;
  }

  /**
   * The steps, each by its last layer, in an order in which each reads what came before; {@code
   * null} if there is none.
   */
  private @Nullable List<DraftNode> sorted() {
    return new StepOrder(draft, tops()).sorted();
  }

  /** Moves the layers below others into their stacks. */
  private void build(List<DraftNode> order) {
    Map<DraftNode, DraftNode> tops = tops();
    for (DraftNode node : draft.nodes) {
      DraftNode next = above.get(node);
      if (next != null) {
        tops.getOrDefault(node, node).stack.add(node);
        node.form = timeMajorBetween(node.form, false);
        next.form = timeMajorBetween(next.form, true);
      }
    }
    draft.nodes.clear();
    draft.nodes.addAll(order);
  }

  /** What passes between two stacked layers is time-major, whatever it was. */
  private static @Nullable LayerForm timeMajorBetween(@Nullable LayerForm form, boolean x) {
    if (form == null) {
      return null;
    }
    return x ? form.withX(false) : form.withY(YOrder.T_N_DH);
  }
}
