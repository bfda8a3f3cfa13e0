package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;

/**
 * What is known before a run of one element of a small integer or truth tensor. What is not known
 * is no number: a file may have any number as an element.
 *
 * <p>Records compare themselves here and in {@code SlotType}: what the JVM writes for them when it
 * is first asked takes milliseconds of every start.
 */
public sealed interface Element {

  /**
   * An element that is known.
   *
   * @param value the integer; 0 or 1 for a truth value
   */
  record Known(long value) implements Element {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Known known && known.value == value;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(value);
    }
  }

  /**
   * An element that depends on the call.
   *
   * @param dim the symbol of the dimension that it is, else {@link Fact#UNKNOWN}
   */
  record Open(int dim) implements Element {

    private static final Open UNKNOWN = new Open(Fact.UNKNOWN);

    /** Refuses a dimension that is known. */
    public Open {
      if (dim >= 0) {
        throw new IllegalArgumentException("dimension " + dim + " is known");
      }
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Open open && open.dim == dim;
    }

    @Override
    public int hashCode() {
      return dim;
    }
  }

  /** An element of which nothing is known. */
  static Element unknown() {
    return Open.UNKNOWN;
  }

  /** An element that is known. */
  static Element of(long value) {
    return new Known(value);
  }

  /** Elements that are known. */
  static Element[] of(long... values) {
    Element[] elements = new Element[values.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = new Known(values[i]);
    }
    return elements;
  }

  /** The element that a dimension is: its size, its symbol, or not known. */
  static Element ofDim(int dim) {
    return dim >= 0 ? new Known(dim) : new Open(dim);
  }

  /** Whether it does not depend on the call. */
  default boolean isKnown() {
    return this instanceof Known;
  }

  /** Whether it is known and this number. */
  default boolean is(long value) {
    return this instanceof Known known && known.value == value;
  }

  /**
   * The dimension that it gives: a size, a symbol, or not known.
   *
   * @throws IllegalArgumentException if no dimension has that size
   */
  default int dim(String operator) {
    return this instanceof Known known ? Shapes.dim(operator, known.value) : ((Open) this).dim;
  }
}
