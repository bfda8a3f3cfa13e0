package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A Loop or Scan that may step a cell over time. All that its outputs need of the body must be one
 * cell: its states are loop-carried, its input is a slice of a sequence, its new hidden state is
 * collected.
 */
final class CellLoop {

  private final Draft draft;
  private final DraftNode node;
  private final ControlNode control;
  private final Draft body;
  private final boolean isScan;

  /** Inputs of the node, and of the body, before the carried ones. */
  private final int first;

  private final int states;

  /** What prevents that it is a layer, in words; empty where there is no cell to step. */
  private String obstacle = "";

  CellLoop(Draft draft, DraftNode node, ControlNode control, Draft body) {
    this.draft = draft;
    this.node = node;
    this.control = control;
    this.body = body;
    this.isScan = control.operator().equals("Scan");
    this.first = isScan ? 0 : 2;
    this.states = control.inputs().size() - first - control.scanInputs();
  }

  /** What prevents that the loop is a layer; empty if it is one, or steps no cell. */
  String obstacle() {
    return obstacle;
  }

  /** The layer; {@code null} if the loop does anything else. */
  @Nullable
  DraftNode layer() {
    DraftNode cell = onlyCell();
    if (cell == null) {
      return null;
    }
    Sequence x = sequence(cell.input(RecurrentNode.X));
    if (x == null) {
      return not("its cell does not read one step of a sequence of rank 3 in each turn");
    }
    if (!runsOver(x)) {
      return not("it is not known that it has a turn for each step");
    }
    int h = state(cell.input(RecurrentNode.INITIAL_H), cell.output(1));
    boolean hasC = !cell.input(RecurrentNode.INITIAL_C).isEmpty();
    int c = hasC ? state(cell.input(RecurrentNode.INITIAL_C), cell.output(2)) : -1;
    if (h < 0 || (hasC && c < 0)) {
      return not("the states of its cell are not those that it carries to the next turn");
    }
    if (!isMatrix(h) || (hasC && !isMatrix(c))) {
      return not("the states that it starts from are not known to have rank 2");
    }
    if (!othersAreKept(h, c)) {
      return not("it carries more than the states of its cell");
    }
    List<Integer> collected = collected(cell.output(1));
    if (collected == null || !agree(x, collected)) {
      return not("it collects more than the hidden states of each step, in their order");
    }
    return layer(cell, x, h, c, collected);
  }

  private @Nullable DraftNode not(String why) {
    obstacle = why;
    return null;
  }

  private @Nullable DraftNode onlyCell() {
    DraftNode found = null;
    for (DraftNode each : body.nodes) {
      if (each.isRecurrent()) {
        if (found != null || each.isOverTime()) {
          return not("there are several layers or cells in its body");
        }
        found = each;
      }
    }
    return found;
  }

  /** The value in the body that a value is without change. */
  private String source(String value) {
    String from = value;
    DraftNode maker = body.maker(from);
    while (maker != null && maker.is("Identity")) {
      from = maker.input(0);
      maker = body.maker(from);
    }
    return from;
  }

  /** The output of the body that belongs to an output of the node. */
  private String made(int output) {
    return source(body.outputs.get((isScan ? 0 : 1) + output));
  }

  /** Which carried value a cell's state is, if its new one is carried on; else -1. */
  private int state(String before, String after) {
    int at = body.inputs.indexOf(source(before)) - first;
    return at >= 0 && at < states && made(at).equals(after) ? at : -1;
  }

  /** Carried values beside the states do not change, or nobody reads what becomes of them. */
  private boolean othersAreKept(int h, int c) {
    for (int other = 0; other < states; other++) {
      boolean kept =
          other == h
              || other == c
              || isUnread(node.output(other))
              || (made(other).equals(body.inputs.get(first + other))
                  && !draft.isOutput(node.output(other)));
      if (!kept) {
        return false;
      }
    }
    return true;
  }

  private boolean isUnread(String name) {
    return name.isEmpty() || (!draft.isOutput(name) && draft.readers(name) == 0);
  }

  /** The outputs that collect the new hidden states; {@code null} if one collects anything else. */
  private @Nullable List<Integer> collected(String newH) {
    List<Integer> found = new ArrayList<>();
    for (int output = states; output < node.outputs.size(); output++) {
      if (isUnread(node.output(output))) {
        continue;
      }
      if (!made(output).equals(newH)) {
        return null;
      }
      found.add(output);
    }
    // Only one of them keeps its name.
    boolean isLast = found.size() > 1 && draft.isOutput(node.output(found.getLast()));
    return isLast ? null : found;
  }

  /**
   * What the cell reads a slice of.
   *
   * @param name in the graph around the body
   * @param axis that is time
   */
  private record Sequence(String name, int axis, boolean reverse) {}

  private @Nullable Sequence sequence(String x) {
    Sequence found = isScan ? scanned(source(x)) : looped(source(x));
    return found == null || dims(found.name()).length != 3 || found.axis() > 1 ? null : found;
  }

  /** A Gather or Slice of a sequence at the turn of the loop. */
  private @Nullable Sequence looped(String x) {
    LoopSlice slice = LoopSlice.of(body, x, source(body.inputs.getFirst()));
    String name = slice == null ? "" : around(slice.sequence());
    return slice == null || name.isEmpty() ? null : new Sequence(name, slice.axis(), false);
  }

  private @Nullable Sequence scanned(String x) {
    int at = body.inputs.indexOf(x) - states;
    if (at < 0 || at >= control.scanInputs()) {
      return null;
    }
    long axis = control.integers("scan_input_axes", control.scanInputs())[at];
    boolean reverse = control.integers("scan_input_directions", control.scanInputs())[at] == 1;
    return new Sequence(node.input(states + at), (int) (axis < 0 ? axis + 3 : axis), reverse);
  }

  /** The value around the body that a captured one is; empty for one of the body. */
  private String around(String inside) {
    int formal = control.inputs().size();
    int at = body.inputs.indexOf(inside);
    return at < formal ? "" : node.inputs.get(at);
  }

  private int[] dims(String name) {
    Fact fact = draft.fact(name);
    int[] dims = fact == null ? null : fact.dims();
    return dims == null ? new int[0] : dims;
  }

  /** Whether there is a turn for each step. */
  private boolean runsOver(Sequence x) {
    return isScan || LoopTurns.areAll(draft, node, body, dims(x.name())[x.axis()]);
  }

  private boolean isMatrix(int state) {
    return dims(node.input(first + state)).length == 2;
  }

  /** Whether outputs are collected in one way, in the order of the steps. */
  private boolean agree(Sequence x, List<Integer> collected) {
    for (int output : collected) {
      boolean fits =
          axis(output) == axis(collected.getFirst())
              && axis(output) <= 1
              && isReverse(output) == x.reverse();
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private int axis(int output) {
    int made = node.outputs.size() - states;
    long axis = isScan ? control.integers("scan_output_axes", made)[output - states] : 0;
    return (int) (axis < 0 ? axis + 3 : axis);
  }

  private boolean isReverse(int output) {
    int made = node.outputs.size() - states;
    return isScan && control.integers("scan_output_directions", made)[output - states] == 1;
  }

  private DraftNode layer(DraftNode cell, Sequence x, int h, int c, List<Integer> collected) {
    List<String> inputs = new ArrayList<>(List.of(x.name()));
    for (int weight : new int[] {RecurrentNode.W, RecurrentNode.R, RecurrentNode.B}) {
      Tensor constant = body.constants.get(cell.input(weight));
      inputs.add(constant == null ? "" : draft.constant(cell.input(weight), constant));
    }
    inputs.add(""); // sequence_lens
    inputs.add(node.input(first + h));
    String y = collected.isEmpty() ? "" : node.output(collected.getFirst());
    List<String> outputs = new ArrayList<>(List.of(y, node.output(h)));
    if (c >= 0) {
      inputs.add(node.input(first + c));
      outputs.add(node.output(c));
    }
    Cell stepped = ((RecurrentNode) cell.node).cell();
    Cell over = x.reverse() ? stepped.withDirection(Direction.REVERSE) : stepped;
    RecurrentNode layer = new RecurrentNode(node.node.name(), over, inputs, outputs);
    boolean yBatchMajor = !collected.isEmpty() && axis(collected.getFirst()) == 1;
    rerouteOthers(h, c, collected, y);
    return new DraftNode(layer, null, LayerForm.loop(x.axis() == 1, yBatchMajor));
  }

  /** Outputs that are the same as others, or as what came in. */
  private void rerouteOthers(int h, int c, List<Integer> collected, String y) {
    for (int output : collected) {
      if (!node.output(output).equals(y)) {
        draft.reroute(node.output(output), y);
      }
    }
    for (int other = 0; other < states; other++) {
      if (other != h && other != c && !isUnread(node.output(other))) {
        draft.reroute(node.output(other), node.input(first + other));
      }
    }
  }
}
