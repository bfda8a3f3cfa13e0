package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

/**
 * The product of {@link Kernels#multiply} in register tiles.
 *
 * <p>Three rows or more: tiles of up to 6 rows (8 where there are 32 registers) by 2 vectors, panel
 * by panel, so that a panel stays in L1 while the rows pass: 12 accumulators, 2 vectors of B and a
 * broadcast fit in 16 registers. Two rows: 4 vectors of each (a tile of 4 rows where they are what
 * is left of more). One row: 8 vectors, the independent sums that hide the latency of fma. The
 * loops over k are not unrolled: that spills.
 */
final class VectorProduct {

  private static final int PANEL = 2 * LANES;

  /** Whether there are 32 registers, as AVX-512 has: 8 rows by 2 vectors need 19. */
  private static final boolean WIDE = LANES >= 16;

  private VectorProduct() {}

  /** See {@link Kernels#multiply}. */
  static void multiply(
      float[] a,
      int[] aAt,
      int aFrom,
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
      int outStride) {
    if (rows == 1) {
      VectorTiles.row(a, aAt[aFrom], depth, b, bAt, panels, init, initAt, out, outAt);
    } else if (rows == 2) {
      int a0 = aAt[aFrom];
      int a1 = aAt[aFrom + 1];
      VectorTiles.rows(
          a, a0, a1, depth, b, bAt, panels, init, initAt, initStride, out, outAt, outStride);
    } else {
      many(
          a,
          aAt,
          aFrom,
          rows,
          depth,
          b,
          bAt,
          panels,
          init,
          initAt,
          initStride,
          out,
          outAt,
          outStride);
    }
  }

  private static void many(
      float[] a,
      int[] aAt,
      int aFrom,
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
      int outStride) {
    for (int panel = 0; panel < panels; panel++) {
      int panelAt = bAt + panel * depth * PANEL;
      int iAt = initAt + panel * PANEL;
      int oAt = outAt + panel * PANEL;
      int m = 0;
      while (m < rows) {
        int left = rows - m;
        int from = aFrom + m;
        int i0 = iAt + m * initStride;
        int o0 = oAt + m * outStride;
        int tile = tileRows(left);
        int last = Math.min(left, tile) - 1;
        if (tile == 8) {
          VectorTiles.tile8x2(
              a, aAt, from, last, depth, b, panelAt, init, i0, initStride, out, o0, outStride);
        } else if (tile == 6) {
          VectorTiles.tile6x2(
              a, aAt, from, last, depth, b, panelAt, init, i0, initStride, out, o0, outStride);
        } else {
          VectorTiles.tile4x2(
              a, aAt, from, last, depth, b, panelAt, init, i0, initStride, out, o0, outStride);
        }
        m += tile;
      }
    }
  }

  /**
   * The rows of the next tile. Without the wide tile, 7 and 8 rows are two tiles of 4: one of 2
   * rows is slow.
   */
  static int tileRows(int left) {
    if (left > 6 && (WIDE || left <= 8)) {
      return WIDE ? 8 : 4;
    }
    return left > 4 ? 6 : 4;
  }
}
