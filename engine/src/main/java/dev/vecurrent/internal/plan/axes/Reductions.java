package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import java.util.ArrayList;
import java.util.List;

/** Axes along which a node takes all places together. */
final class Reductions {

  private static final String UNKNOWN = "takes places of a value of unknown rank together";

  private Reductions() {}

  /**
   * Every place of the axes sees all of them, and they stay.
   *
   * @param first the first of these axes
   * @param end the one behind the last; negative counts from the end, 0 being all
   */
  static void through(NodeAxes at, long first, int end, String what) {
    List<Axis> axes = Broadcasting.axes(at, at.node.inputs);
    List<Axis> own = at.axes(0);
    if (axes == null || own == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    int rank = own.size();
    int to = end <= 0 ? rank + end : Math.min(end, rank);
    mixed(at, axes, Places.axis(first, rank), to, what);
  }

  private static void mixed(NodeAxes at, List<Axis> axes, int from, int to, String what) {
    List<Axis> out = new ArrayList<>(axes);
    for (int axis = Math.max(0, from); axis < to; axis++) {
      at.mix(axes.get(axis), axis, what);
      out.set(axis, axes.get(axis).with(Steps.MIXED));
    }
    at.make(0, out);
    List<Axis> statistics = new ArrayList<>(axes);
    for (int axis = Math.max(0, from); axis < to; axis++) {
      statistics.set(axis, Axis.plain(1, Steps.ALONE));
    }
    for (int output = 1; output < at.node.outputs.size(); output++) {
      at.make(output, statistics);
    }
  }

  /** As {@link #through}, of the first input alone; the others are vectors along its axis 1. */
  static void channels(NodeAxes at, int first, String what) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(UNKNOWN);
    } else {
      mixed(at, vectors(at, axes, 1, 1), first, axes.size(), what);
    }
  }

  /** A vector along one axis of the first input, where the other input is one. */
  static void scaled(NodeAxes at, int other, long along) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(UNKNOWN);
    } else {
      at.makeAll(vectors(at, axes, other, Places.axis(along, axes.size())));
    }
  }

  private static List<Axis> vectors(NodeAxes at, List<Axis> axes, int other, int along) {
    List<Axis> vector = at.axes(other);
    List<Axis> out = new ArrayList<>(axes);
    if (along < axes.size() && vector != null && vector.size() == 1) {
      List<Axis> both = List.of(axes.get(along), vector.getFirst());
      out.set(along, Broadcasting.meet(at, both, along));
    }
    return out;
  }

  /** One number is made of the whole, and every place sees it. */
  static void whole(NodeAxes at, String what) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    List<Axis> out = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      at.mix(axes.get(axis), axis, what);
      out.add(axes.get(axis).with(Steps.MIXED));
    }
    at.make(0, out);
  }

  /** The axes of a reduction, an attribute or an input, end. */
  static void reduce(NodeAxes at, String what) {
    long[] along = at.integers("axes", 1);
    boolean none = along == null ? at.node.input(1).isEmpty() : along.length == 0;
    if (none && at.integer("noop_with_empty_axes", 0) != 0) {
      Broadcasting.pointwise(at);
    } else if (along == null && !none) {
      at.loseAll("reduces axes that are not known");
    } else {
      end(at, none ? null : along, at.integer("keepdims", 1) != 0, what);
    }
  }

  /**
   * Axes end.
   *
   * @param along which; {@code null} for all
   * @param keeps whether they stay with a size of 1
   */
  static void end(NodeAxes at, long @Nullable [] along, boolean keeps, String what) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    List<Axis> out = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      if (along != null && !Reshapes.has(along, axis, axes.size())) {
        out.add(axes.get(axis));
        continue;
      }
      at.mix(axes.get(axis), axis, what);
      if (keeps) {
        out.add(Axis.plain(1, Steps.ALONE));
      }
    }
    at.makeAll(out);
  }

  /** All axes behind the channels end, but stay with a size of 1. */
  static void global(NodeAxes at, String what) {
    List<Axis> axes = at.axes(0);
    int rank = axes == null ? 0 : axes.size();
    long[] along = new long[Math.max(0, rank - 2)];
    for (int i = 0; i < along.length; i++) {
      along[i] = i + 2L;
    }
    end(at, along, true, what);
  }

  /** Places of an axis come in another order, and only some of them. */
  static void choose(NodeAxes at, long axis, String what) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    int along = Places.axis(axis, axes.size());
    at.mix(axes.get(along), along, what);
    List<Axis> out = new ArrayList<>(axes);
    out.set(along, Axis.plain(Fact.UNKNOWN, Steps.OWN));
    at.makeAll(out);
  }
}
