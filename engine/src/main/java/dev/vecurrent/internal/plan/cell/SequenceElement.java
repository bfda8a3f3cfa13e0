package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeShapes;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;

/**
 * One element of a sequence of rank 3, without its axis: Gather with a constant index, or Slice or
 * Split and Squeeze.
 *
 * @param sequence the name of a value
 * @param axis of it that is time
 */
record SequenceElement(String sequence, int axis, int index) {

  /** What a value is an element of; {@code null} if it is none. */
  static @Nullable SequenceElement of(Draft draft, String value) {
    DraftNode node = draft.maker(value);
    if (node == null) {
      return null;
    }
    if (node.is("Gather")) {
      long[] index = Elements.allOf(draft.fact(node.input(1)));
      if (index == null || index.length != 1 || index[0] < 0) {
        return null;
      }
      return NodeValues.rank(draft, value) == 2 && axis(node) <= 1
          ? new SequenceElement(node.input(0), axis(node), (int) index[0])
          : null;
    }
    DraftNode cut = node.is("Squeeze") ? draft.maker(node.input(0)) : null;
    SequenceElement found =
        cut == null ? null : cut.is("Split") ? split(draft, cut, node.input(0)) : slice(draft, cut);
    return found != null && NodeShapes.squeezes(draft, node, found.axis, 3) ? found : null;
  }

  private static @Nullable SequenceElement slice(Draft draft, DraftNode node) {
    long start = NodeValues.only(draft, node, "starts", 1, NodeValues.UNKNOWN);
    boolean fits =
        node.is("Slice")
            && start >= 0
            && start < Integer.MAX_VALUE
            && NodeValues.only(draft, node, "ends", 2, NodeValues.UNKNOWN) == start + 1
            && NodeValues.only(draft, node, "steps", 4, 1) == 1;
    long axis = NodeValues.only(draft, node, "axes", 3, NodeValues.UNKNOWN);
    return fits && (axis == 0 || axis == 1)
        ? new SequenceElement(node.input(0), (int) axis, (int) start)
        : null;
  }

  private static @Nullable SequenceElement split(Draft draft, DraftNode node, String value) {
    int axis = axis(node);
    for (String output : node.outputs) {
      Fact fact = draft.fact(output);
      int[] dims = fact == null ? null : fact.dims();
      if (dims == null || dims.length != 3 || axis > 1 || dims[axis] != 1) {
        return null;
      }
    }
    return new SequenceElement(node.input(0), axis, node.outputs.indexOf(value));
  }

  /** The axis of a node on values of rank 3; 3 where it is none of the first two. */
  static int axis(DraftNode node) {
    long axis = NodeValues.integer(node, "axis", 0);
    long positive = axis < 0 ? axis + 3 : axis;
    return positive == 0 || positive == 1 ? (int) positive : 3;
  }

  /** Whether a node puts an axis into a matrix, so that it has rank 3. */
  static boolean unsqueezes(Draft draft, DraftNode node, int axis) {
    long at = NodeValues.only(draft, node, "axes", 1, NodeValues.UNKNOWN);
    return NodeValues.rank(draft, node.output(0)) == 3 && (at == axis || at == axis - 3L);
  }
}
