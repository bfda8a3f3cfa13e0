package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import java.util.ArrayList;
import java.util.List;

/** Axes of which a node takes some places, puts more before or after them, or turns them around. */
final class Places {

  private static final String SOME = "takes only some of the time steps";
  private static final String BACKWARDS = "reads the time steps backwards";
  private static final String UNKNOWN = "takes places of a value of unknown rank";

  private Places() {}

  /** An axis that a node counts from the front or from the end. */
  static int axis(long axis, int rank) {
    return (int) (axis < 0 ? axis + rank : axis);
  }

  static void gather(NodeAxes at) {
    List<Axis> data = at.axes(0);
    List<Axis> indices = at.axes(1);
    if (data == null || indices == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    int along = axis(at.integer("axis", 0), data.size());
    Axis ends = data.get(along);
    boolean isTable = !ends.isLabelled();
    if (!isTable && !isLast(at.integers("", 1), ends.size())) {
      at.mix(ends, along, SOME);
    }
    List<Axis> out = new ArrayList<>(data.subList(0, along));
    boolean selects = !isTable && indices.size() == 1 && !indices.getFirst().isUnit();
    if (selects && !indices.getFirst().isLabelled()) {
      out.add(ends.resized(indices.getFirst().size(), Steps.MIXED));
    } else {
      out.addAll(indices);
    }
    out.addAll(data.subList(along + 1, data.size()));
    at.makeAll(out);
  }

  private static boolean isLast(long @Nullable [] indices, int size) {
    return indices != null && indices.length == 1 && (indices[0] == -1 || indices[0] == size - 1);
  }

  static void slice(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    long[] along = at.integers("axes", 3);
    boolean given = along != null || !at.node.input(3).isEmpty();
    if (axes == null || (given && along == null)) {
      at.loseAll(UNKNOWN);
      return;
    }
    long[] starts = at.integers("starts", 1);
    long[] ends = at.integers("ends", 2);
    long[] steps = at.integers("", 4);
    boolean isOpen = starts == null || ends == null;
    isOpen |= steps == null && !at.node.input(4).isEmpty();
    List<Axis> out = new ArrayList<>(axes);
    int count = along != null ? along.length : starts != null ? starts.length : axes.size();
    for (int i = 0; i < count; i++) {
      int axis = along == null ? i : axis(along[i], axes.size());
      Axis own = axes.get(axis);
      Slice slice = Slice.OPEN;
      if (!isOpen && starts != null && ends != null && i < Math.min(starts.length, ends.length)) {
        slice = new Slice(starts[i], ends[i], steps == null ? 1 : steps[i], own.size());
      }
      out.set(axis, cut(at, own, axis, slice, at.outputDim(0, axis)));
    }
    at.makeAll(out);
  }

  /**
   * The places of an axis that a Slice takes.
   *
   * @param size of the axis, negative where it is not known
   */
  private record Slice(long start, long end, long step, int size) {

    /** One of which nothing is known. */
    static final Slice OPEN = new Slice(1, 1, 2, Fact.UNKNOWN);

    boolean reachesEnd() {
      return step == 1 && (end >= Integer.MAX_VALUE || end == size);
    }

    boolean isWhole(int dim) {
      boolean same = step == 1 && dim == size && dim != Fact.UNKNOWN;
      return same || (reachesEnd() && (start == 0 || start <= -Integer.MAX_VALUE));
    }

    boolean isLast() {
      return reachesEnd() && (start == -1 || (size > 0 && start == size - 1));
    }
  }

  private static Axis cut(NodeAxes at, Axis own, int axis, Slice slice, int dim) {
    if (slice.isWhole(dim)) {
      return own;
    }
    if (slice.isLast()) {
      return Axis.plain(1, Steps.ALONE);
    }
    // The places at the end are what the caller carries over; the others go on as they are.
    if (own.steps() == Steps.CARRIED && slice.step() == 1) {
      boolean isState = slice.reachesEnd() && slice.start() < 0;
      return isState ? Axis.plain(dim, Steps.OWN) : own.resized(dim, Steps.CARRIED);
    }
    at.mix(own, axis, slice.step() < 0 ? BACKWARDS : SOME);
    return own.resized(dim, Steps.MIXED);
  }

  static void split(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    int along = axis(at.integer("axis", 0), axes.size());
    if (at.node.outputs.size() > 1) {
      at.mix(axes.get(along), along, SOME);
    }
    for (int part = 0; part < at.node.outputs.size(); part++) {
      List<Axis> out = new ArrayList<>(axes);
      out.set(along, axes.get(along).resized(at.outputDim(part, along), Steps.MIXED));
      at.make(part, out);
    }
  }

  /**
   * Values one after the other.
   *
   * @param isCarried whether the first of them is what the caller carries over
   * @return what runs along the axis in the others; none where nothing is carried over
   */
  static int[] concat(NodeAxes at, boolean isCarried) {
    List<List<Axis>> operands = new ArrayList<>();
    for (String name : at.node.inputs) {
      List<Axis> axes = at.axes(name);
      if (axes == null) {
        at.loseAll(UNKNOWN);
        return Labels.NONE;
      }
      operands.add(axes);
    }
    int rank = operands.getFirst().size();
    int along = axis(at.integer("axis", 1), rank);
    int[] labels = Labels.NONE;
    Axis joined = operands.getFirst().get(along);
    for (int i = 0; i < operands.size(); i++) {
      Axis own = operands.get(i).get(along);
      if (i > 0 || !isCarried) {
        labels = Labels.union(labels, own.main().labels());
      }
      if (!isCarried && operands.size() > 1) {
        at.mix(own, along, "puts more steps before or after");
      }
    }
    if (operands.size() > 1) {
      Steps steps = isCarried ? Steps.CARRIED : labels.length > 0 ? Steps.MIXED : Steps.OWN;
      joined = Axis.of(new Factor(labels, at.outputDim(0, along), steps));
    }
    List<Axis> out = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      List<Axis> here = new ArrayList<>();
      for (List<Axis> operand : operands) {
        here.add(operand.get(axis));
      }
      out.add(axis == along ? joined : Broadcasting.meet(at, here, axis));
    }
    at.makeAll(out);
    return isCarried ? labels : Labels.NONE;
  }

  static void pad(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    long[] pads = at.integers(at.opset() < 2 ? "paddings" : "pads", 1);
    boolean someAxes = !at.node.input(3).isEmpty();
    long[] along = someAxes ? at.integers("", 3) : null;
    if (axes == null || (someAxes && along == null)) {
      at.loseAll(UNKNOWN);
      return;
    }
    int count = along == null ? axes.size() : along.length;
    List<Axis> out = new ArrayList<>(axes);
    for (int i = 0; i < count; i++) {
      if (pads != null && pads[i] == 0 && pads[count + i] == 0) {
        continue;
      }
      int axis = along == null ? i : axis(along[i], axes.size());
      at.mix(axes.get(axis), axis, "puts more steps before or after");
      out.set(axis, axes.get(axis).resized(at.outputDim(0, axis), Steps.MIXED));
    }
    at.makeAll(out);
  }

  static void reverse(NodeAxes at) {
    List<Axis> axes = at.axes(0);
    if (axes == null) {
      at.loseAll(UNKNOWN);
      return;
    }
    int along = axis(at.integer("time_axis", 0), axes.size());
    at.mix(axes.get(along), along, BACKWARDS);
    List<Axis> out = new ArrayList<>(axes);
    out.set(along, axes.get(along).with(Steps.MIXED));
    at.makeAll(out);
  }
}
