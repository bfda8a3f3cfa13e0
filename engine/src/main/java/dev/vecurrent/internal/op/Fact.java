package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * What is known of a value before it is computed.
 *
 * @param type the element type
 * @param dims the dimensions, {@link #UNKNOWN} where one depends on the call, or {@code null} where
 *     not even the rank is known
 * @param elements for integer tensors of at most {@link #MOST_ELEMENTS} elements: each element,
 *     {@link #UNKNOWN_ELEMENT} where it depends on the call; {@code null} where none is known
 * @param constant the value itself where all of it is known, else {@code null}
 */
@SuppressWarnings(
    "ArrayRecordComponent") // facts are compared by nobody, arrays are never written again
public record Fact(
    ElementType type,
    int @Nullable [] dims,
    long @Nullable [] elements,
    @Nullable Tensor constant) {

  /** A dimension that depends on the call. */
  public static final int UNKNOWN = -1;

  /** An element that depends on the call: a number no shape computation meets. */
  public static final long UNKNOWN_ELEMENT = Long.MIN_VALUE + 4711;

  /** The largest tensor whose elements are followed. */
  public static final int MOST_ELEMENTS = 64;

  /** A value of which only the type is known. */
  public static Fact of(ElementType type) {
    return new Fact(type, null, null, null);
  }

  /** A value of known rank. */
  public static Fact of(ElementType type, int... dims) {
    return new Fact(type, dims, null, null);
  }

  /** An INT64 vector or scalar whose elements are partly known. */
  public static Fact ofElements(int[] dims, long[] elements) {
    return new Fact(ElementType.INT64, dims, elements, null);
  }

  /** A value of which everything is known. */
  public static Fact of(Tensor constant) {
    long[] elements = null;
    if (constant.size() <= MOST_ELEMENTS) {
      if (constant.type() == ElementType.INT64) {
        elements = Arrays.copyOf(constant.longs(), constant.size());
      } else if (constant.type() == ElementType.INT32) {
        elements = new long[constant.size()];
        for (int i = 0; i < elements.length; i++) {
          elements[i] = constant.ints()[i];
        }
      }
    }
    return new Fact(constant.type(), constant.shape(), elements, constant);
  }

  /** Whether the rank is known. */
  public boolean hasRank() {
    return dims != null;
  }

  /** Whether every dimension is known. */
  public boolean hasShape() {
    return dims != null && Arrays.stream(dims).noneMatch(d -> d == UNKNOWN);
  }

  /** Whether every element is known, be it as a constant or one by one. */
  public boolean isKnown() {
    return constant != null
        || (elements != null
            && hasShape()
            && Arrays.stream(elements).noneMatch(e -> e == UNKNOWN_ELEMENT));
  }
}
