package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * What is known of a value before it is computed.
 *
 * @param type the element type
 * @param dims the dimensions; negative where one depends on the call: {@link #UNKNOWN}, or a number
 *     less than that, a symbol, which stands for the same size wherever it is; {@code null} where
 *     not even the rank is known
 * @param elements for integer tensors of at most {@link #MOST_ELEMENTS} elements: each element,
 *     {@linkplain #isUnknown(long) unknown} where it depends on the call; {@code null} where none
 *     is known
 * @param constant the value itself where all of it is known, else {@code null}
 * @param isSequence whether it is a sequence of tensors: type and dimensions are those of each of
 *     them, and elements are {@code [0]} where it is known to be empty
 */
@SuppressWarnings(
    "ArrayRecordComponent") // facts are compared by nobody, arrays are never written again
public record Fact(
    ElementType type,
    int @Nullable [] dims,
    long @Nullable [] elements,
    @Nullable Tensor constant,
    boolean isSequence) {

  /** A dimension that depends on the call. */
  public static final int UNKNOWN = -1;

  /** An element that depends on the call: a number no shape computation meets. */
  public static final long UNKNOWN_ELEMENT = Long.MIN_VALUE + 4711;

  /** How many symbols there can be. */
  public static final int MOST_SYMBOLS = 1 << 20;

  /** The largest tensor whose elements are followed. */
  public static final int MOST_ELEMENTS = 64;

  /** A tensor. */
  public Fact(
      ElementType type,
      int @Nullable [] dims,
      long @Nullable [] elements,
      @Nullable Tensor constant) {
    this(type, dims, elements, constant, false);
  }

  /** A sequence of tensors of which each has these dimensions. */
  public static Fact sequence(ElementType type, int @Nullable [] dims) {
    return new Fact(type, dims, null, null, true);
  }

  /** A sequence that is empty. */
  public static Fact emptySequence(ElementType type) {
    return new Fact(type, null, new long[1], null, true);
  }

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

  /** This without what is known of elements; of a sequence, with everything. */
  public Fact shapeOnly() {
    return isSequence ? this : new Fact(type, dims, null, null);
  }

  /** What this value and another of the same type have in common. */
  public Fact commonWith(Fact other) {
    if (isSequence && elements != null) {
      return other;
    }
    if (isSequence && other.elements != null) {
      return this;
    }
    int[] a = dims;
    int[] b = other.dims;
    if (a == null || b == null || a.length != b.length) {
      return new Fact(type, null, null, null, isSequence);
    }
    int[] common = a.clone();
    for (int i = 0; i < common.length; i++) {
      common[i] = a[i] == b[i] ? a[i] : UNKNOWN;
    }
    return new Fact(type, common, commonElements(other), null, isSequence);
  }

  private long @Nullable [] commonElements(Fact other) {
    long[] a = elements;
    long[] b = other.elements;
    if (a == null || b == null || a.length != b.length || !Arrays.equals(dims, other.dims)) {
      return null;
    }
    long[] common = a.clone();
    for (int i = 0; i < common.length; i++) {
      common[i] = a[i] == b[i] ? a[i] : UNKNOWN_ELEMENT;
    }
    return common;
  }

  /** Type and, of a sequence, that it is one: what two values must have in common to be one. */
  public String kind() {
    return isSequence ? "a sequence of " + type : type.toString();
  }

  /** The dimension that is the symbol of a number in {@code [0, MOST_SYMBOLS)}. */
  public static int symbol(int number) {
    return UNKNOWN - 1 - number;
  }

  /** Whether an element depends on the call; a symbol does, too. */
  public static boolean isUnknown(long element) {
    return element >= UNKNOWN_ELEMENT && element <= UNKNOWN_ELEMENT + MOST_SYMBOLS;
  }

  /** The element that a dimension is: its size, its symbol, or not known. */
  public static long element(int dim) {
    return dim >= 0 ? dim : UNKNOWN_ELEMENT + UNKNOWN - dim;
  }

  /** The dimension that an unknown element is: its symbol, or not known. */
  public static int unknownDim(long element) {
    return UNKNOWN - (int) (element - UNKNOWN_ELEMENT);
  }

  /** What is known of a dimension that must be equal to both. */
  public static int both(int dim, int same) {
    return dim >= 0 || same == UNKNOWN ? dim : same;
  }

  /** Whether the rank is known. */
  public boolean hasRank() {
    return dims != null;
  }

  /** Whether every dimension is known. */
  public boolean hasShape() {
    return dims != null && Arrays.stream(dims).noneMatch(d -> d < 0);
  }

  /** Whether every element is known, be it as a constant or one by one. */
  public boolean isKnown() {
    return constant != null
        || (elements != null && hasShape() && Arrays.stream(elements).noneMatch(Fact::isUnknown));
  }
}
