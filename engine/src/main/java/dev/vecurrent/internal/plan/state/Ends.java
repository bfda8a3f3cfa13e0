package dev.vecurrent.internal.plan.state;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeValues;

/** Nodes that take the end of a value along an axis: Slice, Gather, and the last part of Split. */
final class Ends {

  private static final long UNKNOWN = NodeValues.UNKNOWN;

  private Ends() {}

  /** Whether only the last element along an axis is taken, for certain. */
  static boolean takesLast(Draft draft, DraftNode node, int axis) {
    if (axis < 0 || axis != axis(draft, node)) {
      return false;
    }
    int size = NodeValues.dim(draft, node.input(0), axis);
    if (node.is("Gather")) {
      long[] indices = AxisMoves.listed(draft, node, "", 1);
      return indices != null && indices.length == 1 && isLast(indices[0], size);
    }
    return node.is("Slice")
        && isLast(only(draft, node, "starts", 1, UNKNOWN), size)
        && reachesEnd(only(draft, node, "ends", 2, UNKNOWN), size);
  }

  /** Whether the end is taken and the first elements are not, as far as is known. */
  static boolean takesEnd(Draft draft, DraftNode node, int output, int axis) {
    if (axis < 0 || axis != axis(draft, node)) {
      return false;
    }
    int size = NodeValues.dim(draft, node.input(0), axis);
    if (node.is("Split")) {
      return output > 0 && output == node.outputs.size() - 1;
    }
    if (node.is("Gather")) {
      long[] indices = AxisMoves.listed(draft, node, "", 1);
      return indices == null
          ? NodeValues.rank(draft, node.input(1)) == 1
          : indices.length > 0 && indices[0] != 0 && isLast(indices[indices.length - 1], size);
    }
    long end = only(draft, node, "ends", 2, UNKNOWN);
    return only(draft, node, "starts", 1, UNKNOWN) != 0
        && (end == UNKNOWN || reachesEnd(end, size));
  }

  /** The only axis that a node takes elements along; -1 where that is not known. */
  static int axis(Draft draft, DraftNode node) {
    int rank = NodeValues.rank(draft, node.input(0));
    if (rank < 0) {
      return -1;
    }
    if (!node.is("Slice")) {
      return AxisMoves.axis(NodeValues.integer(node, "axis", 0), rank);
    }
    long along = only(draft, node, "axes", 3, isVectorOfOne(draft, node) ? 0 : UNKNOWN);
    boolean forward = only(draft, node, "steps", 4, 1) == 1;
    return along == UNKNOWN || !forward ? -1 : AxisMoves.axis(along, rank);
  }

  private static boolean isVectorOfOne(Draft draft, DraftNode node) {
    long[] starts = AxisMoves.listed(draft, node, "starts", 1);
    return starts != null && starts.length == 1;
  }

  private static long only(
      Draft draft, DraftNode node, String attribute, int input, long otherwise) {
    return NodeValues.only(draft, node, attribute, input, otherwise);
  }

  private static boolean isLast(long index, int size) {
    return index == -1 || (size > 0 && index == size - 1);
  }

  private static boolean reachesEnd(long end, int size) {
    return end >= Integer.MAX_VALUE || (size >= 0 && end >= size);
  }
}
