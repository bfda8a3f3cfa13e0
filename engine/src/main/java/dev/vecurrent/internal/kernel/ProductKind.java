package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.pack.PackedMatrix;

/** The loops that a {@link Product} chooses from. */
public enum ProductKind implements KernelKind {

  /** One row with an array. */
  ONE_ROW,

  /** One row with an aligned copy. */
  ALIGNED_ROW,

  /** Two rows. */
  TWO_ROWS,

  /** Tiles of rows. */
  MANY_ROWS,

  /** Any rows, with bfloat16. */
  BFLOAT16;

  /** Panels that a single row takes together from an aligned copy. */
  private static final int GROUP = 4;

  /** The kind of a product of so many rows and panels of columns. */
  public static ProductKind of(PackedMatrix b, int rows, int panels) {
    if (b.format() == PackedMatrix.Format.BFLOAT16) {
      return BFLOAT16;
    }
    if (rows == 1) {
      return panels >= GROUP && b.isAligned() ? ALIGNED_ROW : ONE_ROW;
    }
    return rows == 2 ? TWO_ROWS : MANY_ROWS;
  }
}
