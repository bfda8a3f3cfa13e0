package dev.vecurrent.internal.plan.state;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.exec.YOrder;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.RecurrentNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What recurrent layers make of the graph inputs that they start from. */
final class LayerOrigins {

  private static final int CONTRADICTED = -2;

  /** The axis of the sequences in each graph input that a layer starts from. */
  private final Map<String, Integer> batchAxes = new HashMap<>();

  /** The axis of the sequences in a graph input; -1 where layers do not tell it. */
  int batchAxis(String input) {
    return Math.max(Origin.NONE, batchAxes.getOrDefault(input, Origin.NONE));
  }

  /** Notes the origins of what a layer makes. */
  void follow(Draft draft, DraftNode layer, Map<String, Origin> origins) {
    Origin h = initial(layer, origins.get(layer.input(RecurrentNode.INITIAL_H)));
    Origin c = initial(layer, origins.get(layer.input(RecurrentNode.INITIAL_C)));
    LayerForm form = Objects.requireNonNull(layer.form);
    note(h, form);
    note(c, form);
    put(origins, layer.output(1), h, layer);
    put(origins, layer.output(2), c, layer);
    String y = layer.output(0);
    if (h == null || y.isEmpty() || form.oneStep()) {
      return;
    }
    Origin steps = steps(form, h);
    int time = form.yOrder().batchMajor() ? 1 : 0;
    if (NodeValues.dim(draft, y, time) == 1) {
      steps = steps.next(y);
    }
    boolean endsLast =
        layer.node instanceof RecurrentNode node && node.cell().direction() == Direction.FORWARD;
    if (endsLast && layer.input(RecurrentNode.SEQUENCE_LENS).isEmpty()) {
      origins.put(y, steps);
    }
  }

  /** The input that a layer starts from, itself or after steps of the same cell. */
  private static @Nullable Origin initial(DraftNode layer, @Nullable Origin origin) {
    if (origin == null || origin.isBefore()) {
      return origin;
    }
    DraftNode before = origin.layer;
    boolean goesOn =
        before != null
            && before.is(layer.node.operator())
            && before.input(RecurrentNode.W).equals(layer.input(RecurrentNode.W))
            && before.input(RecurrentNode.R).equals(layer.input(RecurrentNode.R));
    return goesOn ? origin : null;
  }

  private void note(@Nullable Origin state, LayerForm form) {
    int axis =
        state == null
            ? Origin.NONE
            : state.axis(form.plainStates() || form.statesBatchMajor() ? 0 : 1);
    if (state == null || axis == Origin.NONE) {
      return;
    }
    Integer before = batchAxes.putIfAbsent(state.input, axis);
    if (before != null && before != axis) {
      batchAxes.put(state.input, CONTRADICTED);
    }
  }

  private static void put(
      Map<String, Origin> origins, String value, @Nullable Origin initial, DraftNode layer) {
    if (initial != null && !value.isEmpty()) {
      origins.put(value, initial.next(value, layer));
    }
  }

  private static Origin steps(LayerForm form, Origin h) {
    boolean plain = form.plainStates();
    int direction = plain ? Origin.NONE : form.statesBatchMajor() ? 1 : 0;
    int batch = plain || form.statesBatchMajor() ? 0 : 1;
    int units = plain ? 1 : 2;
    YOrder order = form.yOrder();
    int[] along =
        switch (order) {
          case T_D_N_H -> new int[] {Origin.NONE, direction, batch, units};
          case T_N_DH -> new int[] {Origin.NONE, batch, units};
          case N_T_D_H -> new int[] {batch, Origin.NONE, direction, units};
          case N_T_DH -> new int[] {batch, Origin.NONE, units};
        };
    return h.steps(along, order.batchMajor() ? 1 : 0);
  }
}
