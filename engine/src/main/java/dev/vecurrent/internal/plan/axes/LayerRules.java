package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.RecurrentNode;
import java.util.ArrayList;
import java.util.List;

/** Axes through recurrent layers, which tell what is time and batch. */
final class LayerRules {

  private static final String FEATURES = "reads all time steps at once as features";

  private LayerRules() {}

  /**
   * A layer, or a stack of them, over sequences.
   *
   * @param x the axes of what the first of them reads; {@code null} where nothing is known of it
   */
  static void overTime(NodeAxes at, @Nullable List<Axis> x, int[] lost, Told told) {
    List<DraftNode> layers = at.node.layers();
    boolean backwards = false;
    for (DraftNode layer : layers) {
      backwards |= refuseBackwards(at, layer);
    }
    LayerForm first = layers.getFirst().form;
    LayerForm last = at.node.form;
    if (first == null || last == null) {
      return;
    }
    Axis time = axis(x, first.xBatchMajor() ? 1 : 0);
    Axis batch = axis(x, first.xBatchMajor() ? 0 : 1);
    if (!time.isLabelled()) {
      told.suspect(lost);
      time = Axis.of(told.fresh(time.size()));
    }
    if (!batch.isLabelled()) {
      batch = Axis.of(told.fresh(batch.size()));
    }
    told.layer(time, batch);
    at.mix(axis(x, 2), 2, FEATURES);
    at.forget(lost);
    for (DraftNode layer : layers) {
      states(at, layer, batch);
    }
    at.make(0, y(last, backwards ? time.with(Steps.MIXED) : time, batch));
  }

  private static Axis axis(@Nullable List<Axis> x, int axis) {
    return x == null || x.size() != 3 ? Axis.plain(Fact.UNKNOWN, Steps.MIXED) : x.get(axis);
  }

  private static boolean refuseBackwards(NodeAxes at, DraftNode layer) {
    Direction direction =
        layer.node instanceof RecurrentNode node ? node.cell().direction() : Direction.FORWARD;
    if (direction != Direction.FORWARD) {
      at.refuse(layer, "is " + direction + " and needs the whole sequence");
    }
    return direction != Direction.FORWARD;
  }

  private static List<Axis> y(LayerForm form, Axis time, Axis batch) {
    List<Axis> axes = new ArrayList<>();
    axes.add(form.yOrder().batchMajor() ? batch : time);
    if (!form.yOrder().merged() && !form.yOrder().batchMajor()) {
      axes.add(units());
    }
    axes.add(form.yOrder().batchMajor() ? time : batch);
    if (!form.yOrder().merged() && form.yOrder().batchMajor()) {
      axes.add(units());
    }
    axes.add(units());
    return axes;
  }

  private static Axis units() {
    return Axis.plain(Fact.UNKNOWN, Steps.OWN);
  }

  private static void states(NodeAxes at, DraftNode layer, Axis batch) {
    LayerForm form = layer.form;
    if (form == null) {
      return;
    }
    List<Axis> axes =
        form.plainStates()
            ? List.of(batch, units())
            : form.statesBatchMajor()
                ? List.of(batch, units(), units())
                : List.of(units(), batch, units());
    at.make(layer.output(1), axes);
    at.make(layer.output(2), axes);
  }

  /** One step of a cell: rows of X and of the states meet. */
  static void oneStep(NodeAxes at) {
    List<Axis> rows = new ArrayList<>();
    for (int port : new int[] {RecurrentNode.X, RecurrentNode.INITIAL_H, RecurrentNode.INITIAL_C}) {
      List<Axis> axes = at.node.input(port).isEmpty() ? List.of() : at.axes(port);
      if (axes == null) {
        at.loseAll("steps through a value of unknown rank");
        return;
      }
      if (!axes.isEmpty()) {
        rows.add(axes.getFirst());
        at.mix(axes.getLast(), axes.size() - 1, FEATURES);
      }
    }
    at.makeAll(List.of(Broadcasting.meet(at, rows, 0), units()));
  }

  /** Whether a body has a layer that starts anew each time it runs. */
  static boolean startsAnew(Draft body) {
    for (DraftNode node : body.nodes) {
      for (DraftNode layer : node.layers()) {
        if (layer.isOverTime() && !isGivenStates(body, layer)) {
          return true;
        }
      }
      for (Draft inner : node.bodies.values()) {
        if (startsAnew(inner)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isGivenStates(Draft body, DraftNode layer) {
    boolean isLstm = layer.node instanceof RecurrentNode node && node.cell() instanceof Lstm;
    return isGiven(body, layer.input(RecurrentNode.INITIAL_H))
        && (!isLstm || isGiven(body, layer.input(RecurrentNode.INITIAL_C)));
  }

  /** Whether a state comes from outside: a constant is where every run would start. */
  private static boolean isGiven(Draft body, String state) {
    Fact fact = body.fact(state);
    boolean isConstant =
        body.constants.containsKey(state)
            || body.zeros.contains(state)
            || (fact != null && fact.constant() != null);
    return !state.isEmpty() && !isConstant;
  }
}
