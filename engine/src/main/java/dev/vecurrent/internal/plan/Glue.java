package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeShapes;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.exec.YOrder;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.RecurrentNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The transpositions, squeezes and reshapes that exporters put around a recurrent node become part
 * of how the layer reads X and writes Y; initial states that are zero are dropped.
 */
final class Glue {

  private final Draft draft;

  private Glue(Draft draft) {
    this.draft = draft;
  }

  static void absorb(Draft draft) {
    draft.index();
    Glue glue = new Glue(draft);
    for (DraftNode node : new ArrayList<>(draft.nodes)) {
      LayerForm form = node.form;
      if (form != null && !form.oneStep() && draft.nodes.contains(node)) {
        glue.dropZeroStates(node, form);
        node.form = glue.absorbY(node, glue.absorbX(node, form));
      }
    }
  }

  private void dropZeroStates(DraftNode node, LayerForm form) {
    for (int input : List.of(RecurrentNode.INITIAL_H, RecurrentNode.INITIAL_C)) {
      String state = node.input(input);
      if (draft.zeros.contains(state) && !(form.plainStates() && widens(node, state, form))) {
        draft.setInput(node, input, "");
      }
    }
  }

  /** Whether a plain state may have more rows than X. */
  private boolean widens(DraftNode node, String state, LayerForm form) {
    int rows = NodeValues.dim(draft, state, 0);
    return rows != 1
        && (rows == Fact.UNKNOWN
            || rows
                != NodeValues.dim(draft, node.input(RecurrentNode.X), form.xBatchMajor() ? 0 : 1));
  }

  /** A Transpose of the first two axes before X. */
  private LayerForm absorbX(DraftNode node, LayerForm form) {
    DraftNode before = draft.maker(node.input(RecurrentNode.X));
    if (before == null || !NodeShapes.transposes(before, 1, 0, 2)) {
      return form;
    }
    draft.setInput(node, RecurrentNode.X, before.input(0));
    draft.countAbsorbed(before);
    return form.withX(!form.xBatchMajor());
  }

  /** Whatever merges directions and units after Y, then a Transpose of the first two axes. */
  private LayerForm absorbY(DraftNode node, LayerForm form) {
    LayerForm merged = merge(node, form);
    DraftNode after = draft.onlyReader(node.output(0));
    if (after != null && merged.yOrder().merged() && NodeShapes.transposes(after, 1, 0, 2)) {
      take(node, after);
      YOrder swapped = merged.yOrder().batchMajor() ? YOrder.T_N_DH : YOrder.N_T_DH;
      return merged.withY(swapped);
    }
    return merged;
  }

  private LayerForm merge(DraftNode node, LayerForm form) {
    DraftNode after = draft.onlyReader(node.output(0));
    Fact y = draft.fact(node.output(0));
    int[] dims = y == null ? null : y.dims();
    if (dims == null || dims.length != 4 || draft.isOutput(node.output(0))) {
      return form;
    }
    boolean batchMajor = form.yOrder().batchMajor();
    LayerForm merged = form.withY(batchMajor ? YOrder.N_T_DH : YOrder.T_N_DH);
    int directionAxis = batchMajor ? 2 : 1;
    List<DraftNode> sideBySide =
        dims[directionAxis] == 2
            ? SideBySide.of(draft, node.output(0), directionAxis)
            : List.<DraftNode>of();
    if (!sideBySide.isEmpty()) {
      String made = sideBySide.getLast().output(0);
      for (DraftNode one : sideBySide) {
        draft.remove(one);
        draft.countAbsorbed(one);
      }
      draft.setOutput(node, 0, made);
      return merged;
    }
    if (after == null) {
      return form;
    }
    if (dims[directionAxis] == 1 && NodeShapes.squeezes(draft, after, directionAxis, 4)) {
      take(node, after);
      return merged;
    }
    if (batchMajor) {
      if (NodeShapes.mergesLastTwo(draft, after, dims)) {
        take(node, after);
        return merged;
      }
      return form;
    }
    DraftNode reshape = transposedReshape(after, dims);
    if (reshape != null) {
      take(node, after);
      take(node, reshape);
      return merged;
    }
    return form;
  }

  /**
   * The Reshape after a Transpose of {@code [T, D, N, H]} to {@code [T, N, D, H]}, if it merges.
   */
  private @Nullable DraftNode transposedReshape(DraftNode transpose, int[] dims) {
    if (!NodeShapes.transposes(transpose, 0, 2, 1, 3)) {
      return null;
    }
    DraftNode reshape = draft.onlyReader(transpose.output(0));
    int[] transposed = {dims[0], dims[2], dims[1], dims[3]};
    return reshape != null
            && !draft.isOutput(transpose.output(0))
            && NodeShapes.mergesLastTwo(draft, reshape, transposed)
        ? reshape
        : null;
  }

  /** The layer makes what the node after it made. */
  private void take(DraftNode node, DraftNode after) {
    String made = after.output(0);
    draft.remove(after);
    draft.setOutput(node, 0, made);
    draft.countAbsorbed(after);
  }
}
