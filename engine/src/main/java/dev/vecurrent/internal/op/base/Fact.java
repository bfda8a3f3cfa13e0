package dev.vecurrent.internal.op.base;

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
 * @param elements for integer and truth tensors of at most {@link #MOST_ELEMENTS} elements: what is
 *     known of each; {@code null} where none is known
 * @param constant the value itself where all of it is known, else {@code null}
 * @param isSequence whether it is a sequence of tensors: type and dimensions are those of each of
 *     them, and elements are {@code [0]} where it is known to be empty
 * @param presence whether it is an optional value, and then whether it is there; type and
 *     dimensions are those that it has, or would have
 */
@SuppressWarnings(
    "ArrayRecordComponent") // facts are compared by nobody, arrays are never written again
public record Fact(
    ElementType type,
    int @Nullable [] dims,
    Element @Nullable [] elements,
    @Nullable Tensor constant,
    boolean isSequence,
    Presence presence) {

  /** Whether there is a value at all, which only an optional one may lack. */
  public enum Presence {
    /** It is no optional value. */
    CERTAIN,
    /** An optional value that is there. */
    PRESENT,
    /** An optional value that is not there. */
    ABSENT,
    /** An optional value of which that depends on the call. */
    OPEN
  }

  /** A dimension that depends on the call. */
  public static final int UNKNOWN = -1;

  /** How many symbols there can be. */
  public static final int MOST_SYMBOLS = 1 << 20;

  /** The largest tensor whose elements are followed. */
  public static final int MOST_ELEMENTS = 64;

  /** A tensor or sequence. */
  public Fact(
      ElementType type,
      int @Nullable [] dims,
      Element @Nullable [] elements,
      @Nullable Tensor constant,
      boolean isSequence) {
    this(type, dims, elements, constant, isSequence, Presence.CERTAIN);
  }

  /** A tensor. */
  public Fact(
      ElementType type,
      int @Nullable [] dims,
      Element @Nullable [] elements,
      @Nullable Tensor constant) {
    this(type, dims, elements, constant, false);
  }

  /** A sequence of tensors of which each has these dimensions. */
  public static Fact sequence(ElementType type, int @Nullable [] dims) {
    return new Fact(type, dims, null, null, true);
  }

  /** A sequence that is empty. */
  public static Fact emptySequence(ElementType type) {
    return new Fact(type, null, Element.of(new long[1]), null, true);
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
  public static Fact ofElements(int[] dims, Element... elements) {
    return new Fact(ElementType.INT64, dims, elements, null);
  }

  /** A value of which everything is known. */
  public static Fact of(Tensor constant) {
    boolean followed = Elements.followed(constant.type()) && constant.size() <= MOST_ELEMENTS;
    Element[] elements = followed ? Elements.of(constant) : null;
    return new Fact(constant.type(), constant.shape(), elements, constant);
  }

  /** This without what is known of elements; of a sequence, with everything. */
  public Fact shapeOnly() {
    return isSequence ? this : new Fact(type, dims, null, null, false, presence);
  }

  /** This with another presence. */
  public Fact with(Presence other) {
    return new Fact(type, dims, elements, constant, isSequence, other);
  }

  /** This without all but what it is. */
  public Fact kindOnly() {
    return new Fact(type, null, null, null, isSequence, presence);
  }

  /** Whether it is an optional value. */
  public boolean isOptional() {
    return presence != Presence.CERTAIN;
  }

  /** Whether both are tensors or both sequences of one type, be one optional or not. */
  public boolean isLike(Fact other) {
    return type == other.type && isSequence == other.isSequence;
  }

  /** What is known of the presence of one of two values. */
  private Presence commonPresence(Fact other) {
    if (presence == other.presence) {
      return presence;
    }
    boolean absent = presence == Presence.ABSENT || other.presence == Presence.ABSENT;
    boolean open = presence == Presence.OPEN || other.presence == Presence.OPEN;
    return absent || open ? Presence.OPEN : Presence.PRESENT;
  }

  /** What this value and another of the same type have in common. */
  public Fact commonWith(Fact other) {
    Presence common = commonPresence(other);
    return commonValue(other).with(common);
  }

  private Fact commonValue(Fact other) {
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

  private Element @Nullable [] commonElements(Fact other) {
    Element[] a = elements;
    Element[] b = other.elements;
    if (a == null || b == null || a.length != b.length || !Arrays.equals(dims, other.dims)) {
      return null;
    }
    Element[] common = a.clone();
    for (int i = 0; i < common.length; i++) {
      common[i] = a[i].equals(b[i]) ? a[i] : Element.unknown();
    }
    return common;
  }

  /** Type and, of a sequence, that it is one: what two values must have in common to be one. */
  public String kind() {
    if (isOptional()) {
      return "an optional " + (isSequence ? "sequence of " + type : type);
    }
    return isSequence ? "a sequence of " + type : type.toString();
  }

  /** The dimension that is the symbol of a number in {@code [0, MOST_SYMBOLS)}. */
  public static int symbol(int number) {
    return UNKNOWN - 1 - number;
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
    if (dims == null) {
      return false;
    }
    for (int dim : dims) {
      if (dim < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether every element is known, be it as a constant or one by one. */
  public boolean isKnown() {
    if (constant != null || elements == null || !hasShape()) {
      return constant != null;
    }
    for (Element element : elements) {
      if (!element.isKnown()) {
        return false;
      }
    }
    return true;
  }
}
