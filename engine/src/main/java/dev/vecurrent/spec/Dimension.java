package dev.vecurrent.spec;

import dev.vecurrent.internal.Printable;

/**
 * One dimension of a declared shape: a number, or a symbol that stands for any number.
 *
 * @param size the size, or -1 where it is not fixed
 * @param symbol the name of a size that is not fixed; may be empty
 */
public record Dimension(int size, String symbol) {

  /** Checks the size. */
  public Dimension {
    if (size < -1) {
      throw new IllegalArgumentException("negative dimension: " + size);
    }
  }

  /** A fixed size. */
  public static Dimension of(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("negative dimension: " + size);
    }
    return new Dimension(size, "");
  }

  /** Any size, under a name. */
  public static Dimension symbol(String symbol) {
    return new Dimension(-1, symbol);
  }

  /** Whether the size is fixed. */
  public boolean isFixed() {
    return size >= 0;
  }

  /**
   * Whether it has a usual name of the axis of sequences, such as {@code batch} or {@code N}: a
   * hint, as exporters happen to write names. What a recurrent layer reads is known better from
   * {@link InputRole}.
   */
  public boolean isNamedAsBatch() {
    return AxisNames.isBatch(symbol);
  }

  /**
   * As {@link #isNamedAsBatch}, for the axis of time steps, such as {@code time} or {@code seq}.
   */
  public boolean isNamedAsTime() {
    return AxisNames.isTime(symbol);
  }

  @Override
  public String toString() {
    return isFixed() ? Integer.toString(size) : symbol.isEmpty() ? "?" : Printable.line(symbol);
  }
}
