package dev.vecurrent.internal.plan.state;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import java.util.List;

/** Nodes that only move elements of their first input, and where each axis comes from. */
final class AxisMoves {

  private AxisMoves() {}

  /** Whether all elements of the first input become those of the only output. */
  static boolean isMove(Draft draft, DraftNode node) {
    return node.is("Transpose") || keepsOrder(draft, node);
  }

  /** Whether they stay in their order, and numbers stay integers or not. */
  static boolean keepsOrder(Draft draft, DraftNode node) {
    Fact from = draft.fact(node.input(0));
    Fact to = draft.fact(node.output(0));
    return node.has(Trait.KEEPS_ORDER)
        && from != null
        && to != null
        && (from.type() == to.type()
            || (from.type().isFloatingPoint() && to.type().isFloatingPoint())
            || (isIndex(from.type()) && isIndex(to.type())));
  }

  /** Whether a type is one of sizes, places and counts. */
  static boolean isIndex(ElementType type) {
    return type == ElementType.INT64 || type == ElementType.INT32;
  }

  /**
   * For each axis of the output the axis of the first input that it runs along, or {@link
   * Origin#NONE}; {@code null} where that is not known.
   */
  static int @Nullable [] sources(Draft draft, DraftNode node) {
    int rank = NodeValues.rank(draft, node.input(0));
    if (rank < 0) {
      return null;
    }
    return switch (node.node.operator()) {
      case "Transpose" -> transposed(node, rank);
      case "Slice", "Split" -> same(rank);
      case "Gather" -> gathered(node, rank, NodeValues.rank(draft, node.input(1)));
      case "Squeeze" -> squeezed(draft, node, rank);
      case "Unsqueeze" -> unsqueezed(draft, node, rank);
      default -> aligned(draft, node);
    };
  }

  private static int[] same(int rank) {
    int[] axes = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      axes[axis] = axis;
    }
    return axes;
  }

  private static int[] transposed(DraftNode node, int rank) {
    int[] axes = new int[rank];
    List<Long> perm =
        node.node instanceof OperatorNode operator
                && operator.attributes().get("perm")
                    instanceof AttributeValue.OfInts(List<Long> own)
            ? own
            : List.of();
    for (int axis = 0; axis < rank; axis++) {
      axes[axis] = perm.size() == rank ? perm.get(axis).intValue() : rank - 1 - axis;
    }
    return axes;
  }

  private static int @Nullable [] gathered(DraftNode node, int rank, int indices) {
    int axis = axis(NodeValues.integer(node, "axis", 0), rank);
    if (indices < 0 || axis < 0) {
      return null;
    }
    int[] axes = new int[rank - 1 + indices];
    for (int to = 0; to < axes.length; to++) {
      int inner = to - axis;
      axes[to] =
          inner < 0 ? to : inner >= indices ? to + 1 - indices : indices == 1 ? axis : Origin.NONE;
    }
    return axes;
  }

  private static int @Nullable [] squeezed(Draft draft, DraftNode node, int rank) {
    long[] listed = listed(draft, node, "axes", 1);
    if (listed == null) {
      return aligned(draft, node);
    }
    int mask = mask(listed, rank);
    int[] axes = new int[rank - Integer.bitCount(mask)];
    int to = 0;
    for (int axis = 0; axis < rank; axis++) {
      if ((mask >> axis & 1) == 0) {
        axes[to++] = axis;
      }
    }
    return axes;
  }

  private static int @Nullable [] unsqueezed(Draft draft, DraftNode node, int rank) {
    long[] listed = listed(draft, node, "axes", 1);
    if (listed == null) {
      return null;
    }
    int[] axes = new int[rank + listed.length];
    int mask = mask(listed, axes.length);
    int from = 0;
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axis] = (mask >> axis & 1) == 0 ? from++ : Origin.NONE;
    }
    return axes;
  }

  private static int mask(long[] axes, int rank) {
    int mask = 0;
    for (long axis : axes) {
      mask |= 1 << axis(axis, rank);
    }
    return mask;
  }

  /** An axis counted from the front; -1 where there is none. */
  static int axis(long axis, int rank) {
    long front = axis < 0 ? axis + rank : axis;
    return front < 0 || front >= rank ? -1 : (int) front;
  }

  /** A list that older opsets give as an attribute, and newer ones as an input. */
  static long @Nullable [] listed(Draft draft, DraftNode node, String attribute, int input) {
    if (node.node instanceof OperatorNode operator
        && operator.attributes().get(attribute) instanceof AttributeValue.OfInts(List<Long> own)) {
      long[] values = new long[own.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = own.get(i);
      }
      return values;
    }
    return Elements.allOf(draft.fact(node.input(input)));
  }

  /** Where dimensions that are not 1 are the same in their order, axes are. */
  private static int @Nullable [] aligned(Draft draft, DraftNode node) {
    int[] from = dims(draft, node.input(0));
    int[] to = dims(draft, node.output(0));
    if (from == null || to == null) {
      return null;
    }
    int[] axes = new int[to.length];
    int at = next(from, 0);
    int doubtful = 0;
    for (int axis = 0; axis < to.length; axis++) {
      if (to[axis] == 1) {
        axes[axis] = Origin.NONE;
        continue;
      }
      if (at == from.length || (from[at] >= 0 && to[axis] >= 0 && from[at] != to[axis])) {
        return null;
      }
      // One size that is not known is the same, because the sizes of all elements are.
      doubtful += from[at] == to[axis] && from[at] != Fact.UNKNOWN ? 0 : 1;
      axes[axis] = at;
      at = next(from, at + 1);
    }
    return at < from.length || doubtful > 1 ? null : axes;
  }

  /** The first axis from one on whose size is not 1. */
  private static int next(int[] dims, int first) {
    int axis = first;
    while (axis < dims.length && dims[axis] == 1) {
      axis++;
    }
    return axis;
  }

  static int @Nullable [] dims(Draft draft, String value) {
    Fact fact = draft.fact(value);
    return fact == null ? null : fact.dims();
  }
}
