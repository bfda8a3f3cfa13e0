package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.RecurrentNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps of one cell that follow each other over all elements of a sequence, because an exporter
 * unrolled a loop, become a layer. Their hidden states are collected by one Concat, or only the
 * last is read.
 */
public final class CellChains {

  private final Draft draft;

  /** The layer by the step in whose place it runs. */
  private final Map<DraftNode, DraftNode> layers = new HashMap<>();

  private final Set<DraftNode> replaced = new HashSet<>();

  private CellChains(Draft draft) {
    this.draft = draft;
  }

  /** Replaces the chains of a graph or a body. */
  public static void replace(Draft draft) {
    draft.index();
    CellChains chains = new CellChains(draft);
    for (DraftNode node : draft.nodes) {
      if (isStep(node) && chains.next(draft.maker(node.input(RecurrentNode.INITIAL_H))) != node) {
        chains.replace(node);
      }
    }
    if (chains.layers.isEmpty()) {
      return;
    }
    List<DraftNode> nodes = new ArrayList<>();
    for (DraftNode node : draft.nodes) {
      DraftNode layer = chains.layers.get(node);
      if (layer != null) {
        nodes.add(layer);
      } else if (!chains.replaced.contains(node)) {
        nodes.add(node);
      }
    }
    draft.nodes.clear();
    draft.nodes.addAll(nodes);
  }

  private static boolean isStep(DraftNode node) {
    return node.isRecurrent() && !node.isOverTime();
  }

  /** The step of the same cell that goes on from one; {@code null} if there is none, or several. */
  private @Nullable DraftNode next(@Nullable DraftNode step) {
    if (step == null || !isStep(step)) {
      return null;
    }
    DraftNode found = null;
    for (DraftNode reader : draft.readersOf(step.output(1))) {
      boolean follows =
          isStep(reader)
              && reader.input(RecurrentNode.INITIAL_H).equals(step.output(1))
              && reader.input(RecurrentNode.INITIAL_C).equals(step.output(2))
              && !reader.input(RecurrentNode.X).equals(step.output(1))
              && isSameCell(reader, step);
      if (follows && found != null) {
        return null;
      }
      found = follows ? reader : found;
    }
    return found;
  }

  private static boolean isSameCell(DraftNode a, DraftNode b) {
    boolean same = ((RecurrentNode) a.node).cell().equals(((RecurrentNode) b.node).cell());
    for (int weight : new int[] {RecurrentNode.W, RecurrentNode.R, RecurrentNode.B}) {
      same = same && a.input(weight).equals(b.input(weight));
    }
    return same;
  }

  private void replace(DraftNode first) {
    List<DraftNode> steps = new ArrayList<>();
    for (DraftNode step = first; step != null; step = next(step)) {
      steps.add(step);
    }
    SequenceElement x = SequenceElement.of(draft, first.input(RecurrentNode.X));
    if (steps.size() < 2 || x == null || !coverAll(steps, x)) {
      return;
    }
    List<DraftNode> collecting = collecting(steps);
    if (collecting == null) {
      return;
    }
    DraftNode last = steps.getLast();
    DraftNode concat = collecting.isEmpty() ? null : collecting.getLast();
    List<String> inputs = new ArrayList<>(first.inputs);
    inputs.set(RecurrentNode.X, x.sequence());
    List<String> outputs = new ArrayList<>(last.outputs);
    outputs.set(0, concat == null ? "" : concat.output(0));
    RecurrentNode node =
        new RecurrentNode(first.node.name(), ((RecurrentNode) first.node).cell(), inputs, outputs);
    boolean yBatchMajor = concat != null && SequenceElement.axis(concat) == 1;
    layers.put(first, new DraftNode(node, null, LayerForm.loop(x.axis() == 1, yBatchMajor)));
    replaced.addAll(steps);
    replaced.addAll(collecting);
    collecting.forEach(draft::countAbsorbed);
  }

  /** Whether the steps read every element of a sequence, in order. */
  private boolean coverAll(List<DraftNode> steps, SequenceElement first) {
    Fact fact = draft.fact(first.sequence());
    int[] dims = fact == null ? null : fact.dims();
    boolean all = dims != null && dims.length == 3 && dims[first.axis()] == steps.size();
    for (int t = 0; all && t < steps.size(); t++) {
      SequenceElement x = SequenceElement.of(draft, steps.get(t).input(RecurrentNode.X));
      all = new SequenceElement(first.sequence(), first.axis(), t).equals(x);
    }
    return all;
  }

  /**
   * The nodes that collect all hidden states, a Concat the last of them; none where nobody but the
   * next step reads a state. {@code null} where anything else does.
   */
  private @Nullable List<DraftNode> collecting(List<DraftNode> steps) {
    List<DraftNode> unsqueezed = new ArrayList<>();
    DraftNode concat = null;
    for (int t = 0; t < steps.size(); t++) {
      DraftNode step = steps.get(t);
      boolean isLast = t == steps.size() - 1;
      DraftNode unsqueeze = unsqueeze(step.output(1), concat);
      if (unsqueeze != null) {
        concat = draft.loneReader(unsqueeze.output(0));
        unsqueezed.add(unsqueeze);
      }
      int own = (unsqueeze == null ? 0 : 1) + 1;
      boolean isPrivate =
          draft.readers(step.output(1)) == own
              && (step.output(2).isEmpty() || draft.readers(step.output(2)) == 1);
      if (!isLast && !isPrivate) {
        return null;
      }
    }
    if (unsqueezed.isEmpty()) {
      return List.of();
    }
    List<String> collected = new ArrayList<>();
    unsqueezed.forEach(each -> collected.add(each.output(0)));
    boolean all =
        concat != null && unsqueezed.size() == steps.size() && concat.inputs.equals(collected);
    if (concat == null || !all) {
      return null;
    }
    unsqueezed.add(concat);
    return unsqueezed;
  }

  /**
   * The Unsqueeze that hands a state to a Concat along its axis.
   *
   * @param concat the one that collects the states before; {@code null} for none yet
   */
  private @Nullable DraftNode unsqueeze(String state, @Nullable DraftNode concat) {
    for (DraftNode reader : draft.readersOf(state)) {
      DraftNode to = reader.is("Unsqueeze") ? draft.loneReader(reader.output(0)) : null;
      boolean collects =
          to != null
              && to.is("Concat")
              && (concat == null || to == concat)
              && SequenceElement.axis(to) <= 1
              && SequenceElement.unsqueezes(draft, reader, SequenceElement.axis(to));
      if (collects) {
        return reader;
      }
    }
    return null;
  }
}
