package dev.vecurrent.internal.pack;

import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.tensor.ElementType;

/**
 * Panels of bfloat16, the upper half of a float32: for matrices whose elements lose nothing by it.
 * The products have the bits of {@link FloatPanels}, and read half the bytes.
 *
 * <p>One int holds two elements of a row of a panel: column {@code j} in its lower half, column
 * {@code j + L} in its upper half. A shift and a mask make two vectors of floats of a vector of
 * ints. Immutable.
 */
public final class Bfloat16Panels implements PackedMatrix {

  private static final int[] NONE = {};

  /** The half of an int, or of the bits of a float, that holds a bfloat16. */
  public static final int UPPER = 0xffff0000;

  private final int lanes;
  private final ElementType storedAs;
  private final int depth;
  private final int panels;
  private final int[] values;

  /**
   * Narrows a matrix.
   *
   * @param wide all of its elements are bfloat16
   * @param bounds the memory that it may take
   */
  public Bfloat16Panels(FloatPanels wide, Bounds bounds) {
    this.lanes = wide.lanes();
    this.storedAs = wide.storedAs();
    this.depth = wide.depth();
    this.panels = wide.panels();
    int rows = depth * panels;
    this.values = bounds.budget().ints(NONE, (long) rows * lanes);
    float[] from = wide.values();
    for (int row = 0; row < rows; row++) {
      bounds.watch().spend(lanes);
      int at = row * 2 * lanes;
      for (int j = 0; j < lanes; j++) {
        values[row * lanes + j] =
            (Float.floatToRawIntBits(from[at + j]) >>> 16)
                | (Float.floatToRawIntBits(from[at + lanes + j]) & UPPER);
      }
    }
  }

  /** Whether all elements are bfloat16. */
  static boolean holds(FloatPanels wide, Bounds bounds) {
    float[] from = wide.values();
    int size = wide.depth() * wide.panels() * 2 * wide.lanes();
    for (int i = 0; i < size; i++) {
      if ((Float.floatToRawIntBits(from[i]) & ~UPPER) != 0) {
        return false;
      }
    }
    bounds.watch().spend(size);
    return true;
  }

  @Override
  public Format format() {
    return Format.BFLOAT16;
  }

  @Override
  public ElementType storedAs() {
    return storedAs;
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public int panels() {
    return panels;
  }

  @Override
  public long bytes() {
    return (long) Integer.BYTES * values.length;
  }

  @Override
  public String origin() {
    return " in BFLOAT16";
  }

  /** Where a panel starts in {@link #values}. */
  public int at(int panel) {
    return panel * depth * lanes;
  }

  /** The packed pairs of elements, panel after panel. */
  public int[] values() {
    return values;
  }
}
