package dev.vecurrent.internal.plan.state;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.DraftNode;

/** The graph input that a value has its elements from, or whose next state it is. */
final class Origin {

  /** What a value is to the input. */
  enum Kind {
    /** Elements of the input, all or some, in whatever places. */
    OLD,
    /** As {@link #OLD}, but something else may have cleared or scaled elements. */
    RESET,
    /** The steps of a layer that started from the input: the last one is its next state. */
    STEPS,
    /** The input, then newer values: the end of it may be the next state, but never all of it. */
    LONGER,
    /** As {@link #LONGER}, but all of it may be the next state, too. */
    GROWN,
    /** Elements of the next state; some may still be those of the input. */
    NEW
  }

  /** An axis of a value that runs along none of the input. */
  static final int NONE = -1;

  /** Where nothing tells which axis runs along which. */
  private static final int[] UNTOLD = {};

  final String input;
  final Kind kind;

  /** For each axis of the value, the one of the input that it runs along; may be untold. */
  private final int[] axes;

  /**
   * The axis of steps or of newer values. Of {@link Kind#OLD} elements the one along which the
   * first of them are gone. Else {@link #NONE}.
   */
  final int end;

  /** The value that first was the next state; empty where elements changed places since then. */
  final String leaf;

  /** Whether the next state is the input plus a number. */
  final boolean counts;

  /** The layer that made the next state. */
  final @Nullable DraftNode layer;

  private Origin(
      String input,
      Kind kind,
      int[] axes,
      int end,
      String leaf,
      boolean counts,
      @Nullable DraftNode layer) {
    this.input = input;
    this.kind = kind;
    this.axes = axes;
    this.end = end;
    this.leaf = leaf;
    this.counts = counts;
    this.layer = layer;
  }

  /**
   * Of an input itself.
   *
   * @param rank -1 where it is not known
   */
  static Origin of(String input, int rank) {
    int[] axes = new int[Math.max(0, rank)];
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axis] = axis;
    }
    return new Origin(input, Kind.OLD, axes, NONE, "", false, null);
  }

  /** Whether it is the input, and nothing of its next state. */
  boolean isBefore() {
    return kind == Kind.OLD || kind == Kind.RESET;
  }

  /** Whether there is more of it along an axis than the state has. */
  boolean isLonger() {
    return kind == Kind.STEPS || kind == Kind.LONGER || kind == Kind.GROWN;
  }

  /** Whether the value may be the next state as it is. */
  boolean isNext() {
    return kind == Kind.NEW || kind == Kind.GROWN;
  }

  /** The axis of the input that an axis runs along; {@link #NONE} where nothing tells it. */
  int axis(int own) {
    return own < axes.length ? axes[own] : NONE;
  }

  /** Whether each axis runs along the same one of the input, as far as is known. */
  boolean keepsAxes() {
    for (int axis = 0; axis < axes.length; axis++) {
      if (axes[axis] != NONE && axes[axis] != axis) {
        return false;
      }
    }
    return true;
  }

  /** Of the next state that a value is. */
  Origin next(String value) {
    return new Origin(input, Kind.NEW, axes, NONE, value, false, null);
  }

  /** Of the next state that a layer makes. */
  Origin next(String value, DraftNode by) {
    return new Origin(input, Kind.NEW, axes, NONE, value, false, by);
  }

  /** Of the next state that is the input plus a number. */
  Origin counted(String value) {
    return new Origin(input, Kind.NEW, axes, NONE, value, true, null);
  }

  /** Of the value after the first elements along an axis are gone. */
  Origin withoutFirst(int axis) {
    return new Origin(input, kind, axes, axis, "", counts, layer);
  }

  /** Of pieces that were put together. */
  Origin together() {
    return new Origin(input, kind, axes, end, "", counts, layer);
  }

  /** Of elements of which others may have been cleared. */
  Origin reset() {
    return new Origin(input, Kind.RESET, axes, NONE, "", false, null);
  }

  /** Of a value that is longer along an axis. */
  Origin longer(Kind how, int axis) {
    return new Origin(input, how, axes, axis, "", false, null);
  }

  /**
   * Of all steps of a layer.
   *
   * @param along for each axis of them, the one of the layer's state; {@link #NONE} for time
   */
  Origin steps(int[] along, int time) {
    return new Origin(input, Kind.STEPS, moved(along), time, "", false, null);
  }

  /**
   * Of the value after its axes moved.
   *
   * @param from for each axis, the one before, or {@link #NONE}; {@code null} where it is unknown
   * @param inOrder whether all elements are there in their order
   * @return {@code null} where the axis is lost that tells where the state is
   */
  @Nullable
  Origin moved(int @Nullable [] from, boolean inOrder) {
    int to = NONE;
    for (int axis = 0; from != null && end != NONE && axis < from.length; axis++) {
      to = from[axis] == end ? axis : to;
    }
    if (isLonger() && to == NONE) {
      return null;
    }
    int[] others = from == null ? UNTOLD : moved(from);
    return new Origin(input, kind, others, to, inOrder ? leaf : "", counts, layer);
  }

  private int[] moved(int[] from) {
    if (axes.length == 0) {
      return UNTOLD;
    }
    int[] others = new int[from.length];
    for (int axis = 0; axis < from.length; axis++) {
      others[axis] = from[axis] == NONE ? NONE : axis(from[axis]);
    }
    return others;
  }

  /** Of a value that is one of two, or has its elements from both; {@code null} for neither's. */
  @Nullable
  Origin or(Origin other) {
    boolean steps = isLonger() || other.isLonger();
    if (!input.equals(other.input) || (steps && !isAlike(other))) {
      return null;
    }
    Kind common = kind.compareTo(other.kind) >= 0 ? kind : other.kind;
    return new Origin(
        input,
        common,
        common(other),
        isLonger() ? end : NONE,
        leaf.equals(other.leaf) ? leaf : "",
        counts && other.counts,
        layer == other.layer ? layer : null);
  }

  private boolean isAlike(Origin other) {
    return kind == other.kind && end == other.end;
  }

  private int[] common(Origin other) {
    if (axes.length != other.axes.length) {
      return UNTOLD;
    }
    int[] common = axes.clone();
    for (int axis = 0; axis < common.length; axis++) {
      common[axis] = axes[axis] == other.axes[axis] ? axes[axis] : NONE;
    }
    return common;
  }
}
