package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeShapes;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * The element of a sequence at the turn of a loop: Gather with the turn as its index, or Slice from
 * the turn to the next, with a Squeeze where the axis is still there.
 *
 * @param sequence the name of a value in the body
 * @param axis of it that is time
 */
record LoopSlice(String sequence, int axis) {

  /**
   * What a value is a slice of; {@code null} if it is none.
   *
   * @param turn the name of the iteration number
   */
  static @Nullable LoopSlice of(Draft body, String value, String turn) {
    DraftNode node = body.maker(value);
    DraftNode squeeze = node != null && node.is("Squeeze") ? node : null;
    DraftNode slice = squeeze == null ? node : body.maker(squeeze.input(0));
    if (slice == null) {
      return null;
    }
    LoopSlice found = slice.is("Gather") ? gather(body, slice, turn) : slice(body, slice, turn);
    if (found == null || NodeValues.rank(body, slice.output(0)) != (squeeze == null ? 2 : 3)) {
      return null;
    }
    if (squeeze == null) {
      return found;
    }
    return NodeShapes.squeezes(body, squeeze, found.axis(), 3) ? found : null;
  }

  private static @Nullable LoopSlice gather(Draft body, DraftNode node, String turn) {
    long axis = NodeValues.integer(node, "axis", 0);
    return isTurn(body, node.input(1), turn, 0)
        ? new LoopSlice(node.input(0), (int) (axis < 0 ? axis + 3 : axis))
        : null;
  }

  private static @Nullable LoopSlice slice(Draft body, DraftNode node, String turn) {
    long axis = NodeValues.only(body, node, "axes", 3, -1);
    boolean fits =
        node.is("Slice")
            && axis >= 0
            && NodeValues.only(body, node, "steps", 4, 1) == 1
            && isTurn(body, node.input(1), turn, 0)
            && isTurn(body, node.input(2), turn, 1);
    return fits ? new LoopSlice(node.input(0), (int) axis) : null;
  }

  /** Whether a value is the turn, or so many turns later, whatever its shape. */
  private static boolean isTurn(Draft body, String value, String turn, int later) {
    String from = value;
    for (DraftNode node = body.maker(from); node != null; node = body.maker(from)) {
      if (node.is("Add") && later == 1) {
        boolean one = isOne(body, node.input(1));
        return (one || isOne(body, node.input(0)))
            && isTurn(body, node.input(one ? 0 : 1), turn, 0);
      }
      boolean same =
          node.is("Identity")
              || node.is("Unsqueeze")
              || node.is("Squeeze")
              || node.is("Reshape")
              || NodeValues.castsIndex(body, node);
      if (!same) {
        return false;
      }
      from = node.input(0);
    }
    return later == 0 && from.equals(turn);
  }

  private static boolean isOne(Draft body, String value) {
    Tensor constant = body.constants.get(value);
    return constant != null && constant.size() == 1 && integer(constant) == 1;
  }

  private static long integer(Tensor constant) {
    return constant.type() == ElementType.INT64
        ? constant.longs()[0]
        : constant.type() == ElementType.INT32 ? constant.ints()[0] : -1;
  }
}
