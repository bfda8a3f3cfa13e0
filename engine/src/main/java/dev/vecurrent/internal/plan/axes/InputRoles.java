package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.Tensor;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which graph inputs are sequences, their lengths or states, and where time and batch are. */
final class InputRoles {

  private static final int SEVERAL = -2;

  private final Draft draft;
  private final Told told;
  private final Map<String, DraftNode> makers = new HashMap<>();
  private final Map<String, InputRole> roles = new HashMap<>();

  private InputRoles(Draft draft, Told told) {
    this.draft = draft;
    this.told = told;
  }

  /** The role of each input of which one is known, by name. */
  static Map<String, InputRole> of(Draft draft, Told told) {
    InputRoles found = new InputRoles(draft, told);
    for (int input = 0; input < draft.inputs.size(); input++) {
      found.sequences(draft.inputs.get(input), input * Tensor.MAX_RANK);
    }
    for (DraftNode node : draft.nodes) {
      for (String output : node.outputs) {
        found.makers.put(output, node);
      }
    }
    for (DraftNode node : draft.nodes) {
      for (DraftNode layer : node.isOverTime() ? node.layers() : Set.<DraftNode>of()) {
        found.lengthsAndStates(layer);
      }
    }
    found.roles.keySet().retainAll(Set.copyOf(draft.inputs));
    return found.roles;
  }

  /** An input of which one axis becomes the steps of layers, each step by itself. */
  private void sequences(String input, int firstLabel) {
    int time = only(told.time, firstLabel);
    int batch = only(told.batch, firstLabel);
    boolean contradicted = time == SEVERAL || batch == SEVERAL || time == batch;
    if (time < 0 || contradicted) {
      return;
    }
    int label = firstLabel + time;
    if (told.alone.get(label) && !told.pinned.get(label)) {
      roles.put(input, new InputRole(InputRole.Kind.SEQUENCES, time, batch));
    }
  }

  /** The axis of an input whose label is among some; -1 for none. */
  private static int only(BitSet labels, int firstLabel) {
    int first = labels.nextSetBit(firstLabel);
    int end = firstLabel + Tensor.MAX_RANK;
    if (first < 0 || first >= end) {
      return -1;
    }
    int next = labels.nextSetBit(first + 1);
    return next < 0 || next >= end ? first - firstLabel : SEVERAL;
  }

  private void lengthsAndStates(DraftNode layer) {
    String lengths = source(layer.input(RecurrentNode.SEQUENCE_LENS), false);
    roles.putIfAbsent(lengths, new InputRole(InputRole.Kind.LENGTHS, -1, 0));
    int batch = layer.form != null && layer.form.statesBatchMajor() ? 0 : 1;
    for (int port : new int[] {RecurrentNode.INITIAL_H, RecurrentNode.INITIAL_C}) {
      String state = source(layer.input(port), true);
      roles.putIfAbsent(state, new InputRole(InputRole.Kind.STATE, -1, batch));
    }
  }

  /** The value that a value has its elements from, in their order. */
  private String source(String name, boolean sameRank) {
    String from = name;
    DraftNode maker = makers.get(from);
    while (maker != null && maker.has(Trait.KEEPS_ORDER)) {
      int rank = NodeValues.rank(draft, from);
      if (sameRank && NodeValues.rank(draft, maker.input(0)) != rank) {
        return "";
      }
      from = maker.input(0);
      maker = makers.get(from);
    }
    return from;
  }
}
