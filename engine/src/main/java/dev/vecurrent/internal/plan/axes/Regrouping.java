package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.op.base.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * The factors of a value's axes, put together as other axes in the same order of elements. What
 * fits from the front and from the back is clear; a single axis between takes all that is left.
 */
final class Regrouping {

  /** No axis of the input is known to stay whole in this place. */
  static final int NONE = -1;

  /** The most factors: reshapes of reshapes are followed no further. */
  private static final int MOST = 64;

  /** All factors longer than 1, as far as that is known, and the input axis of each. */
  private final List<Factor> factors = new ArrayList<>();

  private final List<Integer> axisOf = new ArrayList<>();

  /** Factors of size 1 with labels, and how many others stand before each. */
  private final List<Factor> units = new ArrayList<>();

  private final List<Integer> unitAt = new ArrayList<>();

  private final int[] dims;
  private final int[] kept;
  private final List<List<Factor>> out = new ArrayList<>();

  /** Factors before each new axis; -1 where that is not known. */
  private final int[] before;

  private int[] lost = Labels.NONE;

  private Regrouping(List<Axis> axes, int[] dims, int[] kept) {
    this.dims = dims;
    this.kept = kept;
    this.before = new int[dims.length];
    for (int axis = 0; axis < axes.size(); axis++) {
      for (Factor factor : axes.get(axis).factors()) {
        if (!factor.isUnit()) {
          factors.add(factor);
          axisOf.add(axis);
        } else if (factor.isLabelled()) {
          units.add(factor);
          unitAt.add(factors.size());
        }
      }
    }
    for (int axis = 0; axis < dims.length; axis++) {
      out.add(new ArrayList<>());
      before[axis] = -1;
    }
  }

  /**
   * Axes after a reshape, and what could not be followed.
   *
   * @param dims what is known of the new dimensions
   * @param kept for each new axis the one of the input that it is, or {@link #NONE}
   */
  static ValueAxes of(List<Axis> axes, int[] dims, int[] kept) {
    Regrouping regrouping = new Regrouping(axes, dims, kept);
    if (regrouping.factors.size() + regrouping.units.size() > MOST) {
      return new ValueAxes(List.of(), new ValueAxes(axes, Labels.NONE).all());
    }
    regrouping.match();
    regrouping.placeUnits();
    return regrouping.result();
  }

  private void match() {
    int from = 0;
    int first = 0;
    while (first < dims.length) {
      int taken = taken(first, from, factors.size(), true);
      if (taken < 0) {
        break;
      }
      assign(first++, from, from + taken);
      from += taken;
    }
    int last = dims.length;
    int behind = 0;
    while (last > first) {
      int taken = taken(last - 1, from, factors.size() - behind, false);
      if (taken < 0) {
        break;
      }
      int end = factors.size() - behind;
      assign(--last, end - taken, end);
      behind += taken;
    }
    int to = factors.size() - behind;
    if (last - first == 1) {
      assign(first, from, to);
      return;
    }
    for (int i = from; i < to; i++) {
      lost = Labels.union(lost, factors.get(i).labels());
    }
  }

  private void assign(int axis, int from, int to) {
    out.get(axis).addAll(factors.subList(from, to));
    before[axis] = from;
  }

  /** How many of the factors between are a new axis, from one end on; -1 where that is open. */
  private int taken(int axis, int from, int to, boolean front) {
    if (kept[axis] != NONE) {
      int count = 0;
      while (count < to - from && axisOf.get(at(count, from, to, front)) == kept[axis]) {
        count++;
      }
      return count == ofAxis(kept[axis]) ? count : -1;
    }
    if (dims[axis] == 1) {
      return 0;
    }
    if (dims[axis] < 0) {
      boolean same =
          dims[axis] != Fact.UNKNOWN
              && from < to
              && factors.get(at(0, from, to, front)).size() == dims[axis];
      return same ? 1 : -1;
    }
    return product(dims[axis], from, to, front);
  }

  private static int at(int count, int from, int to, boolean front) {
    return front ? from + count : to - 1 - count;
  }

  private int ofAxis(int axis) {
    int count = 0;
    for (int own : axisOf) {
      count += own == axis ? 1 : 0;
    }
    return count;
  }

  /** How many factors have a product; the last of them may have to be split for it. */
  private int product(int dim, int from, int to, boolean front) {
    int rest = dim;
    for (int count = 0; count < to - from && rest > 0; count++) {
      int at = at(count, from, to, front);
      int size = factors.get(at).size();
      if (size <= 0) {
        return -1;
      }
      if (rest % size != 0) {
        return size % rest == 0 && split(at, rest, front) ? count + 1 : -1;
      }
      rest /= size;
      if (rest == 1) {
        return count + 1;
      }
    }
    return -1;
  }

  /** Makes two factors of one, and forgets what runs along it. */
  private boolean split(int at, int part, boolean front) {
    Factor whole = factors.get(at);
    int other = whole.size() / part;
    lost = Labels.union(lost, whole.labels());
    factors.set(at, new Factor(Labels.NONE, front ? part : other, Steps.MIXED));
    factors.add(at + 1, new Factor(Labels.NONE, front ? other : part, Steps.MIXED));
    axisOf.add(at, axisOf.get(at));
    return true;
  }

  /** Gives factors of size 1 a new axis of that size, or a place among others. */
  private void placeUnits() {
    for (int i = 0; i < units.size(); i++) {
      int place = vacancy(unitAt.get(i));
      if (place >= 0) {
        out.get(place).add(units.get(i));
      } else {
        ride(units.get(i), unitAt.get(i));
      }
    }
  }

  /** An axis of size 1 that nothing has: in the same place if there is one. */
  private int vacancy(int at) {
    int any = -1;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == 1 && out.get(axis).isEmpty()) {
        if (before[axis] == at) {
          return axis;
        }
        any = any < 0 ? axis : any;
      }
    }
    return any;
  }

  /** Adds it to the axis before its place, or to the first one. */
  private void ride(Factor unit, int at) {
    int axis = -1;
    for (int i = 0; i < dims.length; i++) {
      axis = axis < 0 || (before[i] >= 0 && before[i] < at) ? i : axis;
    }
    if (axis < 0) {
      lost = Labels.union(lost, unit.labels());
    } else if (at == 0) {
      out.get(axis).addFirst(unit);
    } else {
      out.get(axis).add(unit);
    }
  }

  private ValueAxes result() {
    List<Axis> axes = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      List<Factor> own = out.get(axis);
      axes.add(own.isEmpty() ? Axis.plain(dims[axis], Steps.MIXED) : new Axis(own));
    }
    return new ValueAxes(axes, lost);
  }
}
