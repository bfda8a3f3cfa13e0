package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.pack.PackedMatrix;

/**
 * GEMM, and GEMV for a single row: {@code out = start + A B} with a packed B of one format. Each
 * output begins at its element of the start and takes its products in the order of {@code k}.
 * Stateless and shared by threads.
 */
public abstract class Product {

  /** For twins, and for what stands in for one. */
  protected Product() {}

  /**
   * Computes a range of rows by a range of columns. Outputs of row {@code row} and column {@code 0}
   * stand at the beginning of what the operands name.
   *
   * @param o rows of A, start and output
   * @param b the matrix, of the format and lanes that this was made for
   * @param bPanel panel of B that gives column 0
   * @param row first row
   * @param rows rows
   * @param panel first panel of columns, counted from {@code bPanel}
   * @param panels panels of columns
   */
  public abstract void multiply(
      Operands o, PackedMatrix b, int bPanel, int row, int rows, int panel, int panels);
}
