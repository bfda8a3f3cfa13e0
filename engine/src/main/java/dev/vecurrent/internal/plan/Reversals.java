package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.exec.YOrder;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.RecurrentNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A forward layer between two nodes that turn sequences around, by ReverseSequence or a Slice of
 * step -1, is a layer that reads backwards.
 */
final class Reversals {

  private final Draft draft;

  private Reversals(Draft draft) {
    this.draft = draft;
  }

  static void absorb(Draft draft) {
    draft.index();
    Reversals reversals = new Reversals(draft);
    List<DraftNode> nodes = new ArrayList<>(draft.nodes);
    boolean found = false;
    for (int i = 0; i < nodes.size(); i++) {
      DraftNode turned = reversals.turned(nodes.get(i));
      if (turned != null) {
        nodes.set(i, turned);
        found = true;
      }
    }
    if (found) {
      nodes.removeIf(node -> !node.isOverTime() && !draft.nodes.contains(node));
      draft.nodes.clear();
      draft.nodes.addAll(nodes);
    }
  }

  /** The layer that reads backwards; {@code null} where nothing is turned around. */
  private @Nullable DraftNode turned(DraftNode node) {
    if (!node.isOverTime()
        || node.form == null
        || !(node.node instanceof RecurrentNode layer)
        || layer.cell().direction() != Direction.FORWARD) {
      return null;
    }
    int time = node.form.xBatchMajor() ? 1 : 0;
    String lengths = node.input(RecurrentNode.SEQUENCE_LENS);
    DraftNode before = draft.maker(node.input(RecurrentNode.X));
    DraftNode after = draft.onlyReader(node.output(0));
    boolean seesY = draft.readers(node.output(0)) > 0;
    if (before == null || !turns(before, time, lengths)) {
      return null;
    }
    YOrder order = node.form.yOrder();
    boolean fits =
        !seesY
            || (after != null
                && (order.merged() || after.is("Slice"))
                && turns(after, order.batchMajor() ? 1 : 0, lengths));
    if (!fits) {
      return null;
    }
    List<String> inputs = new ArrayList<>(node.inputs);
    inputs.set(RecurrentNode.X, before.input(0));
    List<String> outputs = new ArrayList<>(node.outputs);
    if (seesY && after != null) {
      outputs.set(0, after.output(0));
      draft.remove(after);
      draft.countAbsorbed(after);
    }
    if (draft.loneReader(before.output(0)) != null) {
      draft.countAbsorbed(before);
    }
    RecurrentNode backwards =
        new RecurrentNode(
            layer.name(), layer.cell().withDirection(Direction.REVERSE), inputs, outputs);
    return new DraftNode(backwards, null, node.form);
  }

  /**
   * Whether a node turns each sequence around as the layer reads it.
   *
   * @param time axis of its input that is time; the other of the first two is the batch
   * @param lengths names the lengths of sequences; empty where all are whole
   */
  private boolean turns(DraftNode node, int time, String lengths) {
    if (node.is("Slice")) {
      return lengths.isEmpty()
          && NodeValues.only(draft, node, "axes", 3, NodeValues.UNKNOWN) == time
          && NodeValues.only(draft, node, "steps", 4, NodeValues.UNKNOWN) == -1
          && isLast(NodeValues.only(draft, node, "starts", 1, NodeValues.UNKNOWN))
          && NodeValues.only(draft, node, "ends", 2, NodeValues.UNKNOWN) <= -Integer.MAX_VALUE
          && NodeValues.only(draft, node, "ends", 2, NodeValues.UNKNOWN) != NodeValues.UNKNOWN;
    }
    if (!node.is("ReverseSequence")
        || NodeValues.integer(node, "time_axis", 0) != time
        || NodeValues.integer(node, "batch_axis", 1) != 1 - time) {
      return false;
    }
    return lengths.isEmpty()
        ? areWhole(node.input(1), NodeValues.dim(draft, node.input(0), time))
        : lengths.equals(node.input(1));
  }

  private static boolean isLast(long start) {
    return start == -1 || start >= Integer.MAX_VALUE;
  }

  /** Whether all lengths are the steps there are, by what is known or by how they were made. */
  private boolean areWhole(String lengths, int steps) {
    DraftNode maker = draft.maker(lengths);
    if (maker != null && NodeValues.castsIndex(draft, maker)) {
      return areWhole(maker.input(0), steps);
    }
    boolean repeats = maker != null && (maker.is("Expand") || maker.is("Tile"));
    String source = maker != null && repeats ? maker.input(0) : lengths;
    Element[] all = Elements.of(draft.fact(source));
    if (all == null || all.length == 0) {
      return false;
    }
    for (Element one : all) {
      boolean same =
          one instanceof Element.Known known
              ? known.value() == steps
              : one instanceof Element.Open open && open.dim() == steps;
      if (!same || steps == Fact.UNKNOWN) {
        return false;
      }
    }
    return true;
  }
}
