package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeShapes;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.matmul.MatMul;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which graph inputs are sequences, their lengths or states, and where time and batch are, told by
 * the recurrent layers that read them: at once, or behind operators that treat each step of each
 * sequence by itself. Sequences have rank 3, or are matrices in front of an embedding.
 */
final class InputRoles {

  /**
   * Which axes of graph inputs the first two axes of a value run along.
   *
   * @param swaps for each input, whether they are its second and first
   * @param firstPinned whether a constant says what is at each place of the first axis
   * @param secondPinned whether one does along the second axis
   */
  private record StepOrigin(Map<String, Boolean> swaps, boolean firstPinned, boolean secondPinned) {

    StepOrigin {
      swaps = Map.copyOf(swaps);
    }

    /** Of an input itself. */
    static StepOrigin of(String input) {
      return new StepOrigin(Map.of(input, false), false, false);
    }

    Set<String> inputs() {
      return swaps.keySet();
    }

    boolean isSwapped(String input) {
      return swaps.getOrDefault(input, false);
    }

    boolean isPinned(int axis) {
      return axis == 0 ? firstPinned : secondPinned;
    }

    /** Of the value with its first two axes exchanged. */
    StepOrigin swapped() {
      Map<String, Boolean> others = new HashMap<>();
      for (Map.Entry<String, Boolean> swap : swaps.entrySet()) {
        others.put(swap.getKey(), !swap.getValue());
      }
      return new StepOrigin(others, secondPinned, firstPinned);
    }

    /** Of the value where a constant has its own elements along an axis. */
    StepOrigin pinned(int axis) {
      return new StepOrigin(swaps, firstPinned || axis == 0, secondPinned || axis == 1);
    }

    /** Of a value made from two; {@code null} where an input comes in both ways round. */
    @Nullable
    StepOrigin and(StepOrigin other) {
      Map<String, Boolean> both = new HashMap<>(swaps);
      for (Map.Entry<String, Boolean> entry : other.swaps.entrySet()) {
        Boolean before = both.put(entry.getKey(), entry.getValue());
        if (before != null && !before.equals(entry.getValue())) {
          return null;
        }
      }
      return new StepOrigin(
          both, firstPinned || other.firstPinned, secondPinned || other.secondPinned);
    }
  }

  private final Draft draft;
  private final Map<String, StepOrigin> origins = new HashMap<>();
  private final Map<String, InputRole> roles = new HashMap<>();
  private final Set<String> contradicted = new HashSet<>();

  private InputRoles(Draft draft) {
    this.draft = draft;
  }

  /** The role of each input of which one is known, by name. */
  static Map<String, InputRole> find(Draft draft) {
    InputRoles found = new InputRoles(draft);
    for (String input : draft.inputs) {
      found.origins.put(input, StepOrigin.of(input));
    }
    for (DraftNode node : draft.nodes) {
      if (node.isOverTime()) {
        found.sequences(node.layers().getFirst());
      } else {
        found.follow(node);
      }
    }
    found.roles.keySet().removeAll(found.contradicted);
    Map<String, DraftNode> makers = found.makers();
    for (DraftNode node : draft.nodes) {
      for (DraftNode layer : node.isOverTime() ? node.layers() : Set.<DraftNode>of()) {
        found.lengthsAndStates(layer, makers);
      }
    }
    found.roles.keySet().retainAll(draft.inputs);
    return Map.copyOf(found.roles);
  }

  private Map<String, DraftNode> makers() {
    Map<String, DraftNode> makers = new HashMap<>();
    for (DraftNode node : draft.nodes) {
      for (String output : node.outputs) {
        makers.put(output, node);
      }
    }
    return makers;
  }

  private void sequences(DraftNode layer) {
    StepOrigin origin = origins.get(layer.input(RecurrentNode.X));
    if (origin == null || layer.form == null) {
      return;
    }
    int time = layer.form.xBatchMajor() ? 1 : 0;
    for (String input : origin.inputs()) {
      int own = origin.isSwapped(input) ? 1 - time : time;
      InputRole role = new InputRole(InputRole.Kind.SEQUENCES, own, 1 - own);
      InputRole before = roles.putIfAbsent(input, role);
      if (origin.isPinned(time) || (before != null && !before.equals(role))) {
        contradicted.add(input);
      }
    }
  }

  private void lengthsAndStates(DraftNode layer, Map<String, DraftNode> makers) {
    String lengths = source(layer.input(RecurrentNode.SEQUENCE_LENS), makers, false);
    roles.putIfAbsent(lengths, new InputRole(InputRole.Kind.LENGTHS, -1, 0));
    int batch = layer.form != null && layer.form.statesBatchMajor() ? 0 : 1;
    for (int port : new int[] {RecurrentNode.INITIAL_H, RecurrentNode.INITIAL_C}) {
      String state = source(layer.input(port), makers, true);
      roles.putIfAbsent(state, new InputRole(InputRole.Kind.STATE, -1, batch));
    }
  }

  /** The value that a value has its elements from, in their order. */
  private String source(String name, Map<String, DraftNode> makers, boolean sameRank) {
    String from = name;
    DraftNode maker = makers.get(from);
    while (maker != null && maker.has(Trait.KEEPS_ORDER)) {
      if (sameRank && rank(maker.input(0)) != rank(from)) {
        return "";
      }
      from = maker.input(0);
      maker = makers.get(from);
    }
    return from;
  }

  private void follow(DraftNode node) {
    if (draft.isRandom(node)) {
      return;
    }
    StepOrigin origin = origin(node);
    int rank = rank(node.output(0));
    if (origin != null && (rank == 3 || rank == 2)) {
      origins.put(node.output(0), origin);
    }
  }

  private @Nullable StepOrigin origin(DraftNode node) {
    if (isEmbedding(node)) {
      return origins.get(node.input(1));
    }
    if (node.has(Trait.POINTWISE)) {
      return pointwise(node);
    }
    StepOrigin first = origins.get(node.input(0));
    if (first == null || rank(node.input(0)) != rank(node.output(0))) {
      return null;
    }
    if (NodeShapes.transposes(node, 1, 0, 2) || NodeShapes.transposes(node, 1, 0)) {
      return first.swapped();
    }
    boolean rows = node.has(Trait.ROW_INDEPENDENT) && rank(node.output(0)) == 3;
    return rows && takesRows(node) ? first : null;
  }

  /** Element by element: what all inputs have in common that are no constants. */
  private @Nullable StepOrigin pointwise(DraftNode node) {
    int rank = rank(node.output(0));
    if (rank != 2 && rank != 3) {
      return null;
    }
    StepOrigin all = null;
    for (String input : node.inputs) {
      StepOrigin origin = origins.get(input);
      if (origin != null && (rank(input) != rank || stretches(input, node.output(0)))) {
        return null;
      }
      boolean given = !input.isEmpty() && !isConstant(input);
      if (given && origin == null) {
        return null;
      }
      if (origin != null) {
        all = all == null ? origin : all.and(origin);
        if (all == null) {
          return null;
        }
      }
    }
    for (String input : node.inputs) {
      Tensor constant = draft.constants.get(input);
      for (int axis = 0; all != null && constant != null && axis < 2; axis++) {
        int own = axis - (rank - constant.rank());
        if (own >= 0 && constant.dim(own) != 1) {
          all = all.pinned(axis);
        }
      }
    }
    return all;
  }

  /** Whether a value has one place along an axis where the output has more or may have more. */
  private boolean stretches(String input, String output) {
    int[] from = dims(input);
    int[] to = dims(output);
    for (int axis = 0; from != null && to != null && axis < 2; axis++) {
      if (from[axis] == 1 && to[axis] != 1) {
        return true;
      }
    }
    return false;
  }

  /** Whether all other inputs are the same for each row of the first. */
  private boolean takesRows(DraftNode node) {
    int most = node.operator instanceof MatMul ? 2 : 1;
    for (String input : node.inputs.subList(1, node.inputs.size())) {
      boolean given = isConstant(input) || draft.inputs.contains(input);
      int rank = rank(input);
      if (!input.isEmpty() && (!given || rank < 0 || rank > most)) {
        return false;
      }
    }
    return true;
  }

  /** Rows of a constant table by the tokens of a matrix: the first two axes are the tokens'. */
  private boolean isEmbedding(DraftNode node) {
    return node.is("Gather")
        && isConstant(node.input(0))
        && rank(node.input(0)) == 2
        && rank(node.input(1)) == 2
        && rank(node.output(0)) == 3
        && node.node instanceof OperatorNode operator
        && (!(operator.attributes().get("axis") instanceof AttributeValue.OfInt(long axis))
            || axis == 0
            || axis == -2);
  }

  private boolean isConstant(String name) {
    return draft.constants.containsKey(name);
  }

  private int @Nullable [] dims(String name) {
    Fact fact = draft.fact(name);
    return fact == null ? null : fact.dims();
  }

  private int rank(String name) {
    int[] dims = dims(name);
    return dims == null ? -1 : dims.length;
  }
}
