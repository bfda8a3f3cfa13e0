package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Shapes;
import java.lang.foreign.MemorySegment;

/**
 * Products with a packed matrix, panel by panel and row by row where they are long, so that a call
 * can end between. Each output is one sum as before: the bits are those of the whole product.
 */
public final class PanelProduct {

  /** Products of elements at once: less than a millisecond, once kernels are compiled. */
  private static final long MOST = 8 * Watch.BLOCK;

  private PanelProduct() {}

  /** Counts the work of products that are about to be done. */
  public static void spend(long products, Watch watch) {
    watch.spend(products);
  }

  /** How many rows of so many products are done at once: one at least. */
  public static int rows(int rows, long products) {
    return (int) Math.min(rows, Math.max(1, MOST / Math.max(1, products)));
  }

  /**
   * See {@link Kernels#multiply}; rows of A stand from the beginning of {@code aAt}, those of the
   * output from that of {@code out}.
   */
  public static void multiply(
      Kernels kernels,
      float[] a,
      int[] aAt,
      int rows,
      int depth,
      float[] b,
      int bAt,
      int panels,
      float[] init,
      int initAt,
      int initStride,
      float[] out,
      int outStride,
      Watch watch) {
    int panel = 2 * kernels.lanes();
    long products = (long) depth * panel;
    if (Shapes.times(products * rows, panels) <= MOST) {
      spend(products * rows * panels, watch);
      kernels.multiply(
          a, aAt, 0, rows, depth, b, bAt, panels, init, initAt, initStride, out, 0, outStride);
      return;
    }
    int someRows = rows(rows, products);
    int somePanels = rows(panels, products * someRows);
    for (int p = 0; p < panels; p += somePanels) {
      int count = Math.min(somePanels, panels - p);
      for (int row = 0; row < rows; row += someRows) {
        int m = Math.min(someRows, rows - row);
        spend(products * count * m, watch);
        kernels.multiply(
            a,
            aAt,
            row,
            m,
            depth,
            b,
            bAt + p * depth * panel,
            count,
            init,
            initAt + row * initStride + p * panel,
            initStride,
            out,
            row * outStride + p * panel,
            outStride);
      }
    }
  }

  /** See {@link Kernels#multiplyRow}; the output stands at the beginning of {@code out}. */
  public static void multiplyRow(
      Kernels kernels,
      float[] a,
      int aAt,
      int depth,
      float[] b,
      @Nullable MemorySegment aligned,
      int bAt,
      int panels,
      float[] init,
      int initAt,
      float[] out,
      Watch watch) {
    int panel = 2 * kernels.lanes();
    long products = (long) depth * panel;
    int somePanels = rows(panels, products);
    for (int p = 0; p < panels; p += somePanels) {
      int count = Math.min(somePanels, panels - p);
      spend(products * count, watch);
      kernels.multiplyRow(
          a,
          aAt,
          depth,
          b,
          aligned,
          bAt + p * depth * panel,
          count,
          init,
          initAt + p * panel,
          out,
          p * panel,
          false);
    }
  }
}
