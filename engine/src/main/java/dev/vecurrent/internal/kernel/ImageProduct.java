package dev.vecurrent.internal.kernel;

/**
 * GEMM with an implicit im2col: {@code out = out + A B}, where rows of B are stretches of an image.
 * Each output takes its products in the order of {@code k}. Stateless and shared by threads.
 */
public abstract class ImageProduct {

  /** For twins, and for what stands in for one. */
  protected ImageProduct() {}

  /**
   * Computes a range of rows.
   *
   * @param o rows of A, and the output, which is where its sums start
   * @param image holds B
   * @param terms row {@code k} of B starts at {@code terms[k] + shift}; as many as A has columns
   * @param depth columns of A (K)
   * @param shift see above
   * @param row first row of A and of the output
   * @param rows rows
   * @param panels columns, in units of {@code 2L}
   */
  public abstract void multiply(
      Operands o, float[] image, int[] terms, int depth, int shift, int row, int rows, int panels);
}
