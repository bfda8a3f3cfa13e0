package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.pack.PackedMatrix;

/**
 * {@link Product} in register tiles.
 *
 * <p>Three rows or more: tiles of up to 6 rows (8 where there are 32 registers) by 2 vectors, panel
 * by panel, so that a panel stays in L1 while the rows pass: 12 accumulators, 2 vectors of B and a
 * broadcast fit in 16 registers. Two rows: 4 vectors of each (a tile of 4 rows where they are what
 * is left of more). One row: 8 vectors, the independent sums that hide the latency of fma. The
 * loops over k are not unrolled: that spills.
 */
final class VectorProduct extends Product {

  static final VectorProduct INSTANCE = new VectorProduct();

  private static final int PANEL = 2 * LANES;

  /** Whether there are 32 registers, as AVX-512 has: 8 rows by 2 vectors need 19. */
  static final boolean WIDE = LANES >= 16;

  private VectorProduct() {}

  @Override
  public void multiply(
      Operands o, PackedMatrix b, int bPanel, int row, int rows, int panel, int panels) {
    FloatPanels matrix = (FloatPanels) b;
    if (rows == 1) {
      row(o, matrix, bPanel, row, panel, panels);
    } else if (rows == 2) {
      VectorTiles.rows(
          o.a,
          o.aAt[row],
          o.aAt[row + 1],
          matrix.depth(),
          matrix.values(),
          matrix.at(bPanel + panel),
          panels,
          o.init,
          o.initAt + row * o.initStride + panel * PANEL,
          o.initStride,
          o.out,
          o.outAt + row * o.outStride + panel * PANEL,
          o.outStride);
    } else {
      many(o, matrix, bPanel, row, rows, panel, panels);
    }
  }

  /** One row: groups of 4 panels from the aligned copy, or from the array; the rest after them. */
  private static void row(Operands o, FloatPanels b, int bPanel, int row, int panel, int panels) {
    int groups = panels / 4;
    int rest = panel + 4 * groups;
    if (groups > 0 && b.isAligned() && b.aligned().byteSize() > 0) {
      AlignedRow.multiply(o, b, bPanel, row, panel, groups);
      part(o, b, bPanel, row, rest, panel + panels - rest);
    } else if (o.backwards) {
      part(o, b, bPanel, row, rest, panel + panels - rest);
      for (int from = rest - 4; from >= panel; from -= 4) {
        part(o, b, bPanel, row, from, 4);
      }
    } else {
      part(o, b, bPanel, row, panel, panels);
    }
  }

  private static void part(Operands o, FloatPanels b, int bPanel, int row, int panel, int panels) {
    if (panels > 0) {
      VectorTiles.row(
          o.a,
          o.aAt[row],
          b.depth(),
          b.values(),
          b.at(bPanel + panel),
          panels,
          o.init,
          o.initAt + row * o.initStride + panel * PANEL,
          o.out,
          o.outAt + row * o.outStride + panel * PANEL);
    }
  }

  private static void many(
      Operands o, FloatPanels matrix, int bPanel, int row, int rows, int firstPanel, int panels) {
    float[] a = o.a;
    int[] aAt = o.aAt;
    float[] init = o.init;
    int initStride = o.initStride;
    float[] out = o.out;
    int outStride = o.outStride;
    float[] b = matrix.values();
    int depth = matrix.depth();
    for (int panel = firstPanel; panel < firstPanel + panels; panel++) {
      int panelAt = matrix.at(bPanel + panel);
      int m = row;
      while (m < row + rows) {
        int left = row + rows - m;
        int i0 = o.initAt + panel * PANEL + m * initStride;
        int o0 = o.outAt + panel * PANEL + m * outStride;
        int tile = tileRows(left);
        int last = Math.min(left, tile) - 1;
        if (tile == 8) {
          VectorTiles.tile8x2(
              a, aAt, m, last, depth, b, panelAt, init, i0, initStride, out, o0, outStride);
        } else if (tile == 6) {
          VectorTiles.tile6x2(
              a, aAt, m, last, depth, b, panelAt, init, i0, initStride, out, o0, outStride);
        } else {
          VectorTiles.tile4x2(
              a, aAt, m, last, depth, b, panelAt, init, i0, initStride, out, o0, outStride);
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

  /** Enters the loops of one row without a panel. */
  static void enterRow(Operands o, FloatPanels b) {
    VectorTiles.row(o.a, 0, 0, b.values(), 0, 0, o.init, 0, o.out, 0);
  }

  /** Enters the loops of two rows without a panel. */
  static void enterTwoRows(Operands o, FloatPanels b) {
    VectorTiles.rows(o.a, 0, 0, 0, b.values(), 0, 0, o.init, 0, 0, o.out, 0, 0);
  }
}
