package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.shape.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Axes that move, become one, fall apart or come and go with a size of 1. */
final class Reshapes {

  private static final String UNKNOWN = "has a shape that is not known";

  private Reshapes() {}

  static void transpose(NodeAxes at, Transpose transpose) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    List<Axis> out = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      out.add(axes.get(transpose.source(axis, axes.size())));
    }
    at.makeAll(out);
  }

  static void reshape(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    int[] dims = at.dims(at.node.output(0));
    if (axes == null || dims == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    int[] kept = none(dims.length);
    Element[] to = targets(at);
    boolean zeroKeeps = at.integer("allowzero", 0) == 0;
    for (int axis = 0; to != null && zeroKeeps && axis < kept.length; axis++) {
      kept[axis] = axis < to.length && to[axis].is(0) ? axis : Regrouping.NONE;
    }
    regroup(at, axes, dims, kept);
  }

  private static Element @Nullable [] targets(NodeAxes at) {
    long[] given = at.integers("shape", -1);
    return given != null ? Element.of(given) : Elements.of(at.fact(1));
  }

  private static int[] none(int rank) {
    int[] kept = new int[rank];
    Arrays.fill(kept, Regrouping.NONE);
    return kept;
  }

  private static void regroup(NodeAxes at, List<Axis> axes, int[] dims, int[] kept) {
    ValueAxes made = Regrouping.of(axes, dims, kept);
    at.lose(made.lost(), "puts axes together in a way that is not followed");
    at.makeAll(made.axes());
  }

  static void flatten(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    long axis = at.integer("axis", 1);
    int split = (int) (axis < 0 ? axis + axes.size() : axis);
    at.makeAll(
        List.of(
            Axis.merged(axes.subList(0, split)), Axis.merged(axes.subList(split, axes.size()))));
  }

  static void squeeze(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    long[] gone = at.integers("axes", 1);
    if (axes == null || (gone == null && !at.node.input(1).isEmpty())) {
      at.loseAll(UNKNOWN);
      return;
    }
    List<Integer> kept = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      boolean goes = gone == null ? axes.get(axis).isUnit() : has(gone, axis, axes.size());
      if (!goes) {
        kept.add(axis);
      }
    }
    int[] dims = new int[kept.size()];
    int[] from = new int[kept.size()];
    for (int axis = 0; axis < dims.length; axis++) {
      from[axis] = kept.get(axis);
      dims[axis] = axes.get(from[axis]).size();
    }
    regroup(at, axes, dims, from);
  }

  static void unsqueeze(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    long[] more = at.integers("axes", 1);
    if (axes == null || more == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    int rank = axes.size() + more.length;
    int[] dims = new int[rank];
    int[] kept = none(rank);
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      boolean isNew = has(more, axis, rank);
      kept[axis] = isNew ? Regrouping.NONE : next;
      dims[axis] = isNew ? 1 : axes.get(next++).size();
    }
    regroup(at, axes, dims, kept);
  }

  /** Whether an axis is listed, be it from the front or from the end. */
  static boolean has(long[] axes, int axis, int rank) {
    for (long listed : axes) {
      if (listed == axis || listed == axis - rank) {
        return true;
      }
    }
    return false;
  }

  static void expand(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    int[] dims = at.dims(at.node.output(0));
    if (axes == null || dims == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    List<Axis> out = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      int own = axis - dims.length + axes.size();
      boolean repeats = own < 0 || (axes.get(own).isUnit() && dims[axis] != 1);
      out.add(repeats ? Axis.plain(dims[axis], Steps.ALONE) : axes.get(own));
    }
    at.makeAll(out);
  }

  static void tile(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    long[] times = at.integers("", 1);
    if (axes == null || times == null || times.length != axes.size()) {
      at.loseAll(UNKNOWN);
      return;
    }
    List<Axis> out = new ArrayList<>();
    for (int axis = 0; axis < times.length; axis++) {
      Axis own = axes.get(axis);
      int dim = at.outputDim(0, axis);
      if (times[axis] != 1 && !own.isUnit()) {
        at.mix(own, axis, "repeats the sequence");
        own = own.resized(dim, Steps.MIXED);
      } else if (times[axis] != 1) {
        own = Axis.plain(dim, Steps.ALONE);
      }
      out.add(own);
    }
    at.makeAll(out);
  }

  /** A new axis where an index becomes a row. */
  static void oneHot(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    long axis = at.integer("axis", -1);
    int place = (int) (axis < 0 ? axis + axes.size() + 1 : axis);
    List<Axis> out = new ArrayList<>(axes);
    out.add(place, Axis.plain(Fact.UNKNOWN, Steps.OWN));
    at.makeAll(out);
  }
}
