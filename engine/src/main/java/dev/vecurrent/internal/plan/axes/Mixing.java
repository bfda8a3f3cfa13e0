package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.run.Hindrance;

/**
 * A node after which an axis is not what it was. Whether it is of importance is known once layers
 * have told which labels are time, and only then it is put into words.
 *
 * @param labels of the axis, or all that the node loses
 * @param what the node does with it
 * @param axis of the input; -1 where it is none in particular
 * @param kernel places along that axis that a window covers; 0 where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, never written
record Mixing(
    DraftNode node, Hindrance.Kind kind, int[] labels, String what, int axis, int kernel) {

  /** Whether the same node does the same with another axis. */
  boolean isLike(Mixing other) {
    return node.equals(other.node) && what.equals(other.what);
  }

  Hindrance inWords() {
    String where = axis < 0 ? "" : ", axis " + axis;
    String window = kernel < 1 ? "" : " (" + node.node.operator() + ", kernel " + kernel + ")";
    return new Hindrance(
        node.node.name(), node.node.operator(), kind, what + (kernel < 1 ? where : window));
  }
}
