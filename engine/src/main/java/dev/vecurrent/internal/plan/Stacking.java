package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.exec.YOrder;
import dev.vecurrent.spec.RecurrentNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Fifth pass: recurrent layers of which each reads only the one before it become one step. */
final class Stacking {

  private final Draft draft;

  private Stacking(Draft draft) {
    this.draft = draft;
  }

  static void stack(Draft draft) {
    Stacking stacking = new Stacking(draft);
    for (DraftNode node : new ArrayList<>(draft.nodes)) {
      DraftNode below = stacking.below(node);
      if (below != null) {
        stacking.join(below, node);
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

  /**
   * Puts {@code below} and what is stacked on it under {@code node}, unless another node stands
   * between.
   */
  private void join(DraftNode below, DraftNode node) {
    List<DraftNode> before = new ArrayList<>(draft.nodes);
    draft.nodes.remove(below);
    node.stack.addAll(below.layers());
    below.stack.clear();
    if (!sort()) {
      node.stack.removeLast();
      below.stack.addAll(node.stack);
      node.stack.clear();
      draft.nodes.clear();
      draft.nodes.addAll(before);
      return;
    }
    below.form = timeMajorBetween(below.form, false);
    node.form = timeMajorBetween(node.form, true);
  }

  /** What passes between two stacked layers is time-major, whatever it was. */
  private static @Nullable LayerForm timeMajorBetween(@Nullable LayerForm form, boolean x) {
    if (form == null) {
      return null;
    }
    return x
        ? new LayerForm(false, form.yOrder(), form.statesBatchMajor())
        : new LayerForm(form.xBatchMajor(), YOrder.T_N_DH, form.statesBatchMajor());
  }

  /** Puts nodes in an order in which each reads what came before; false if there is none. */
  private boolean sort() {
    Set<String> pending = new HashSet<>();
    draft.nodes.forEach(n -> n.layers().forEach(layer -> pending.addAll(layer.outputs)));
    List<DraftNode> left = new ArrayList<>(draft.nodes);
    List<DraftNode> sorted = new ArrayList<>();
    while (!left.isEmpty()) {
      int size = left.size();
      left.removeIf(node -> {
        Set<String> own = new HashSet<>();
        node.layers().forEach(layer -> own.addAll(layer.outputs));
        boolean ready =
            node.layers().stream()
                .flatMap(layer -> layer.inputs.stream())
                .noneMatch(in -> !in.isEmpty() && pending.contains(in) && !isInner(node, in));
        if (ready) {
          pending.removeAll(own);
          sorted.add(node);
        }
        return ready;
      });
      if (left.size() == size) {
        return false;
      }
    }
    draft.nodes.clear();
    draft.nodes.addAll(sorted);
    return true;
  }

  /** Whether the value passes from one layer of the stack to the next as X. */
  private static boolean isInner(DraftNode node, String name) {
    List<DraftNode> layers = node.layers();
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).input(RecurrentNode.X).equals(name)) {
        return true;
      }
    }
    return false;
  }
}
