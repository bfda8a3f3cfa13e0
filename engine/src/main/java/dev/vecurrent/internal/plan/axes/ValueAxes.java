package dev.vecurrent.internal.plan.axes;

import java.util.List;

/**
 * The axes of a value.
 *
 * @param axes one for each; none where the rank is not known
 * @param lost labels of which nobody knows along which axis they run, if along any
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, never written
record ValueAxes(List<Axis> axes, int[] lost) {

  ValueAxes {
    axes = List.copyOf(axes);
  }

  /** All labels that run along it or were lost. */
  int[] all() {
    int[] all = lost;
    for (Axis axis : axes) {
      all = Labels.union(all, axis.labels());
    }
    return all;
  }

  boolean isEmpty() {
    for (Axis axis : axes) {
      if (axis.isLabelled()) {
        return false;
      }
    }
    return lost.length == 0;
  }
}
