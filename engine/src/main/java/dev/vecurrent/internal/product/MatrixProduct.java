package dev.vecurrent.internal.product;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.kernel.Product;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.pack.PackedMatrix;

/**
 * A packed matrix and the kernel for its format: found once, when a layer or an operator is
 * compiled. Long products are made in pieces of panels and rows, so that a call can end between
 * two. Each output is one sum, whatever the pieces: the bits are those of the whole product.
 *
 * <p>Immutable, but for a matrix that its owner packs again. Safe for any number of threads.
 */
public final class MatrixProduct {

  /** Products of elements at once: less than a millisecond, once kernels are compiled. */
  private static final long MOST = 8 * Watch.BLOCK;

  private final Product kernel;
  private final PackedMatrix matrix;
  private final int panel;

  /** A product of the kernels with a matrix that was packed for them. */
  public MatrixProduct(Kernels kernels, PackedMatrix matrix) {
    if (matrix.lanes() != kernels.lanes()) {
      throw new IllegalArgumentException(
          "a matrix packed for %d lanes met kernels of %d"
              .formatted(matrix.lanes(), kernels.lanes()));
    }
    this.kernel = kernels.product(matrix);
    this.matrix = matrix;
    this.panel = 2 * matrix.lanes();
  }

  /** The matrix. */
  public PackedMatrix matrix() {
    return matrix;
  }

  /**
   * {@code out = start + A B} of all columns.
   *
   * @param o rows of A, start and output
   * @param rows how many rows
   * @param watch ends it between two pieces
   */
  public void multiply(Operands o, int rows, Watch watch) {
    multiply(o, rows, 0, matrix.panels(), watch);
  }

  /**
   * {@code out = start + A B} of a range of columns, which the output and its start begin with.
   *
   * @param o rows of A, start and output
   * @param rows how many rows
   * @param from first panel
   * @param panels how many panels
   * @param watch ends it between two pieces
   */
  public void multiply(Operands o, int rows, int from, int panels, Watch watch) {
    long products = (long) matrix.depth() * panel;
    long all = products * rows;
    if (all <= MOST && all * panels <= MOST) {
      kernel.multiply(o, matrix, from, 0, rows, 0, panels);
      return;
    }
    int someRows = piece(rows, products);
    int somePanels = piece(panels, products * someRows);
    for (int p = 0; p < panels; p += somePanels) {
      int count = Math.min(somePanels, panels - p);
      for (int row = 0; row < rows; row += someRows) {
        int m = Math.min(someRows, rows - row);
        watch.check();
        kernel.multiply(o, matrix, from, row, m, p, count);
      }
    }
  }

  /** The products of elements of so many rows: what the thread of a call counts beforehand. */
  public long work(int rows) {
    return (long) matrix.depth() * panel * rows * matrix.panels();
  }

  /** How many of a number of things, of so many products each, are done at once: one at least. */
  public static int piece(int things, long products) {
    return (int) Math.min(things, Math.max(1, MOST / Math.max(1, products)));
  }
}
