package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Shapes;
import java.util.ArrayList;
import java.util.List;

/** Axes of values that meet element by element, repeated as NumPy does. */
final class Broadcasting {

  private static final String OWN_VALUES = "has values of its own for each time step";

  private Broadcasting() {}

  /** Every output has the axes of all inputs. */
  static void pointwise(NodeAxes at) {
    List<Axis> axes = axes(at, at.node.inputs);
    if (axes == null) {
      at.loseAll("meets a value of unknown rank");
    } else {
      at.makeAll(axes);
    }
  }

  /** The axes of some inputs together; {@code null} where a rank is not known. */
  static @Nullable List<Axis> axes(NodeAxes at, List<String> names) {
    List<List<Axis>> operands = new ArrayList<>();
    int rank = 0;
    for (String name : names) {
      if (name.isEmpty()) {
        continue;
      }
      List<Axis> axes = at.axes(name);
      if (axes == null) {
        return null;
      }
      operands.add(axes);
      rank = Math.max(rank, axes.size());
    }
    return axes(at, operands, rank);
  }

  /** The last axes of some operands together, from the first of {@code rank} axes on. */
  static List<Axis> axes(NodeAxes at, List<List<Axis>> operands, int rank) {
    List<Axis> all = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      List<Axis> here = new ArrayList<>();
      for (List<Axis> operand : operands) {
        int own = axis - rank + operand.size();
        if (own >= 0) {
          here.add(operand.get(own));
        }
      }
      all.add(meet(at, here, axis));
    }
    return all;
  }

  /** What axes in one place are together. */
  static Axis meet(NodeAxes at, List<Axis> axes, int place) {
    int dim = 1;
    for (Axis axis : axes) {
      dim = Shapes.broadcastDim(dim, axis.size());
    }
    Axis all = null;
    Steps others = Steps.ALONE;
    for (Axis axis : axes) {
      boolean repeats = axis.isUnit() && dim != 1;
      if (axis.isLabelled() && !repeats) {
        all = all == null ? axis : all.and(axis);
      } else if (axis.isLabelled()) {
        others = others.and(Steps.MIXED);
      } else {
        others = others.and(axis.steps());
      }
    }
    if (all == null) {
      return Axis.plain(dim, others);
    }
    if (others.compareTo(Steps.OWN) >= 0) {
      at.mix(all, place, OWN_VALUES);
    }
    return others == Steps.ALONE ? all : all.with(others);
  }
}
