package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Watch;

/**
 * Products that are long are made in ranges of panels, so that a call can end between two. Each
 * output is one sum as before: the bits are those of the whole product.
 */
final class LongProduct {

  /** Products of elements at once: a few milliseconds before kernels are compiled. */
  private static final long MOST = 8 * Watch.BLOCK;

  private LongProduct() {}

  /** See {@link Kernels#multiply}; rows of A stand from the beginning of {@code aAt}. */
  static void multiply(
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
      int outAt,
      int outStride,
      Watch watch) {
    int panel = 2 * kernels.lanes();
    long ofPanel = (long) rows * depth * panel;
    if (ofPanel * panels <= MOST) {
      kernels.multiply(
          a, aAt, 0, rows, depth, b, bAt, panels, init, initAt, initStride, out, outAt, outStride);
      return;
    }
    int some = Math.clamp(MOST / ofPanel, 1, panels);
    for (int p = 0; p < panels; p += some) {
      watch.check();
      kernels.multiply(
          a,
          aAt,
          0,
          rows,
          depth,
          b,
          bAt + p * depth * panel,
          Math.min(some, panels - p),
          init,
          initAt + p * panel,
          initStride,
          out,
          outAt + p * panel,
          outStride);
    }
  }
}
