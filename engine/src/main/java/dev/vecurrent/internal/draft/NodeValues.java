package dev.vecurrent.internal.draft;

import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import java.util.List;

/** Numbers that nodes are given as attributes, or as inputs that are known. */
public final class NodeValues {

  /** What is not known, or is no single number. */
  public static final long UNKNOWN = Long.MIN_VALUE + 1;

  private NodeValues() {}

  /** An integer attribute. */
  public static long integer(DraftNode node, String attribute, long otherwise) {
    return node.node instanceof OperatorNode operator
            && operator.attributes().get(attribute) instanceof AttributeValue.OfInt(long value)
        ? value
        : otherwise;
  }

  /** A floating point attribute. */
  public static float number(DraftNode node, String attribute, float otherwise) {
    return node.node instanceof OperatorNode operator
            && operator.attributes().get(attribute) instanceof AttributeValue.OfFloat(float value)
        ? value
        : otherwise;
  }

  /**
   * The only element of a list, which older opsets give as an attribute and newer ones as an input.
   *
   * @param otherwise where neither is given
   * @return {@link #UNKNOWN} where there are none or several, or the input is not known
   */
  public static long only(
      Draft draft, DraftNode node, String attribute, int input, long otherwise) {
    if (node.node instanceof OperatorNode operator
        && operator.attributes().get(attribute) instanceof AttributeValue.OfInts(List<Long> list)) {
      return list.size() == 1 ? list.getFirst() : UNKNOWN;
    }
    if (node.input(input).isEmpty()) {
      return otherwise;
    }
    long[] values = Elements.allOf(draft.fact(node.input(input)));
    return values == null || values.length != 1 ? UNKNOWN : values[0];
  }

  /** Dimensions that are known of a value; {@link Fact#UNKNOWN} where there is no such axis. */
  public static int dim(Draft draft, String value, int axis) {
    Fact fact = draft.fact(value);
    int[] dims = fact == null ? null : fact.dims();
    return dims == null || dims.length <= axis ? Fact.UNKNOWN : dims[axis];
  }

  /** The rank of a value; -1 where it is not known. */
  public static int rank(Draft draft, String value) {
    Fact fact = draft.fact(value);
    int[] dims = fact == null ? null : fact.dims();
    return dims == null ? -1 : dims.length;
  }

  /** Whether a node is a Cast that keeps any size or index as it is. */
  public static boolean castsIndex(Draft draft, DraftNode node) {
    Fact made = node.is("Cast") ? draft.fact(node.output(0)) : null;
    return made != null && (made.type() == ElementType.INT64 || made.type() == ElementType.INT32);
  }
}
