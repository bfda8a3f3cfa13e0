package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeShapes;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.op.base.Elements;
import java.util.ArrayList;
import java.util.List;

/**
 * Directions of a Y {@code [T, D, N, H]} that are cut out one by one, by Slice, Split or Gather,
 * and put side by side again, as tf2onnx has it.
 */
final class SideBySide {

  private final Draft draft;
  private final String y;
  private final int axis;
  private final List<DraftNode> taken = new ArrayList<>();

  private SideBySide(Draft draft, String y, int axis) {
    this.draft = draft;
    this.y = y;
    this.axis = axis;
  }

  /**
   * The nodes that merge two directions, the last of which makes {@code [T, N, D*H]}; empty if none
   * do.
   *
   * @param y the name of a value of rank 4
   * @param axis of its directions
   */
  static List<DraftNode> of(Draft draft, String y, int axis) {
    SideBySide found = new SideBySide(draft, y, axis);
    return found.merges() ? found.taken : List.of();
  }

  private boolean merges() {
    String[] halves = new String[2];
    for (DraftNode reader : draft.readersOf(y)) {
      if (!reader.input(0).equals(y) || !cut(reader, halves)) {
        return false;
      }
      taken.add(reader);
    }
    DraftNode concat = halves[0] == null ? null : draft.loneReader(halves[0]);
    boolean fits =
        concat != null
            && halves[1] != null
            && draft.loneReader(halves[1]) == concat
            && concat.is("Concat")
            && concat.inputs.equals(List.of(halves[0], halves[1]))
            && isLast(concat);
    if (fits) {
      taken.add(concat);
    }
    return fits;
  }

  private static boolean isLast(DraftNode concat) {
    long along = NodeValues.integer(concat, "axis", 0);
    return along == 2 || along == -1;
  }

  /** Notes the directions that a reader cuts out, without their axis. */
  private boolean cut(DraftNode reader, @Nullable String[] halves) {
    if (reader.is("Split")
        && NodeValues.integer(reader, "axis", 0) == axis
        && reader.outputs.size() == 2) {
      return squeezed(reader.output(0), 0, halves) && squeezed(reader.output(1), 1, halves);
    }
    if (reader.is("Gather") && NodeValues.integer(reader, "axis", 0) == axis) {
      long[] index = Elements.allOf(draft.fact(reader.input(1)));
      return index != null
          && index.length == 1
          && NodeValues.rank(draft, reader.input(1)) == 0
          && note(reader.output(0), index[0], halves);
    }
    long start = NodeValues.only(draft, reader, "starts", 1, NodeValues.UNKNOWN);
    boolean slices =
        reader.is("Slice")
            && NodeValues.only(draft, reader, "axes", 3, NodeValues.UNKNOWN) == axis
            && NodeValues.only(draft, reader, "ends", 2, NodeValues.UNKNOWN) == start + 1
            && NodeValues.only(draft, reader, "steps", 4, 1) == 1;
    return slices && squeezed(reader.output(0), start, halves);
  }

  private boolean squeezed(String half, long direction, @Nullable String[] halves) {
    DraftNode squeeze = draft.onlyReader(half);
    if (squeeze == null || !NodeShapes.squeezes(draft, squeeze, axis, 4)) {
      return false;
    }
    taken.add(squeeze);
    return note(squeeze.output(0), direction, halves);
  }

  private static boolean note(String half, long direction, @Nullable String[] halves) {
    boolean fits = (direction == 0 || direction == 1) && halves[(int) direction] == null;
    if (fits) {
      halves[(int) direction] = half;
    }
    return fits;
  }
}
