package dev.vecurrent.internal.draft;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.OperatorNode;
import java.util.List;

/** What a transposition or a reshape in a draft does, as far as passes need to know. */
public final class NodeShapes {

  private NodeShapes() {}

  /** Whether the node is a Transpose by exactly this permutation. */
  public static boolean transposes(DraftNode node, int... permutation) {
    return node.is("Transpose")
        && node.node instanceof OperatorNode operator
        && operator.attributes().get("perm") instanceof AttributeValue.OfInts(List<Long> perm)
        && isEqual(perm, permutation);
  }

  private static boolean isEqual(List<Long> perm, int[] permutation) {
    boolean equal = perm.size() == permutation.length;
    for (int i = 0; equal && i < permutation.length; i++) {
      equal = perm.get(i) == permutation[i];
    }
    return equal;
  }

  /** Whether the node is a Squeeze of exactly this axis, counted from the front. */
  public static boolean squeezes(Draft draft, DraftNode node, int axis, int rank) {
    if (!node.is("Squeeze") || !(node.node instanceof OperatorNode operator)) {
      return false;
    }
    long[] axes = null;
    if (operator.attributes().get("axes") instanceof AttributeValue.OfInts(List<Long> listed)) {
      axes = listed.stream().mapToLong(Long::longValue).toArray();
    } else {
      axes = Elements.allOf(draft.fact(node.input(1)));
    }
    return axes != null && axes.length == 1 && (axes[0] == axis || axes[0] == axis - rank);
  }

  /**
   * Whether the node is a Reshape of {@code [a, b, d, h]} to {@code [a, b, d * h]}.
   *
   * @param dims the known dimensions of its input, {@link Fact#UNKNOWN} where they are not
   */
  public static boolean mergesLastTwo(Draft draft, DraftNode node, int[] dims) {
    if (!node.is("Reshape") || !(node.node instanceof OperatorNode operator)) {
      return false;
    }
    if (operator.attributes().get("allowzero") instanceof AttributeValue.OfInt(long zero)
        && zero != 0) {
      return false;
    }
    Fact shape = draft.fact(node.input(1));
    Element @Nullable [] to = shape == null ? null : shape.elements();
    if (to == null || to.length != 3) {
      return false;
    }
    boolean inferred = false;
    int[] merged = {dims[0], dims[1], product(dims[2], dims[3])};
    for (int axis = 0; axis < 3; axis++) {
      boolean kept = to[axis].is(0) && axis < 2;
      boolean same = merged[axis] >= 0 && to[axis].is(merged[axis]);
      if (kept || same) {
        continue;
      }
      if (!to[axis].is(-1) || inferred) {
        return false;
      }
      inferred = true; // the only dimension left, so it is what the others leave
    }
    return true;
  }

  private static int product(int a, int b) {
    long product = (long) a * b;
    return a < 0 || b < 0 || product > Integer.MAX_VALUE ? Fact.UNKNOWN : (int) product;
  }
}
