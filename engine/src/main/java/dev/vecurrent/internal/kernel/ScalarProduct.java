package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.pack.PackedMatrix;

/** The scalar twin of {@link VectorProduct}: row by row, for any number of lanes. */
final class ScalarProduct extends Product {

  static final ScalarProduct INSTANCE = new ScalarProduct();

  /** Columns that go through k together where panels are wide enough. */
  private static final int BLOCK = 16;

  private ScalarProduct() {}

  @Override
  public void multiply(
      Operands o, PackedMatrix b, int bPanel, int row, int rows, int panel, int panels) {
    FloatPanels matrix = (FloatPanels) b;
    for (int m = row; m < row + rows; m++) {
      row(o, matrix, bPanel, m, panel, panels);
    }
  }

  private static void row(
      Operands o, FloatPanels b, int bPanel, int row, int firstPanel, int panels) {
    int panel = 2 * b.lanes();
    int depth = b.depth();
    int bAt = b.at(bPanel + firstPanel);
    int initAt = o.initAt + row * o.initStride + firstPanel * panel;
    int outAt = o.outAt + row * o.outStride + firstPanel * panel;
    System.arraycopy(o.init, initAt, o.out, outAt, panels * panel);
    int width = Math.min(panel, BLOCK);
    for (int column = 0; column < panels * panel; column += width) {
      int within = column % panel;
      int from = bAt + (column - within) * depth + within;
      int aAt = o.aAt[row];
      if (width == BLOCK) {
        block(o.a, aAt, depth, b.values(), from, panel, o.out, outAt + column);
      } else {
        panel(o.a, aAt, depth, b.values(), from, panel, o.out, outAt + column);
      }
    }
  }

  /** {@link #BLOCK} columns: a constant number, which C2 unrolls. */
  private static void block(
      float[] a, int aAt, int depth, float[] b, int bAt, int bStride, float[] out, int at) {
    for (int k = 0; k < depth; k++) {
      float ak = a[aAt + k];
      int bkAt = bAt + k * bStride;
      for (int j = 0; j < BLOCK; j++) {
        out[at + j] = Math.fma(ak, b[bkAt + j], out[at + j]);
      }
    }
  }

  /** The columns of a panel narrower than a block. */
  private static void panel(
      float[] a, int aAt, int depth, float[] b, int bAt, int width, float[] out, int at) {
    for (int k = 0; k < depth; k++) {
      float ak = a[aAt + k];
      int bkAt = bAt + k * width;
      for (int j = 0; j < width; j++) {
        out[at + j] = Math.fma(ak, b[bkAt + j], out[at + j]);
      }
    }
  }

  /** The scalar twin of {@link VectorImageProduct}. */
  static final class OfImage extends ImageProduct {

    private final int lanes;

    OfImage(int lanes) {
      this.lanes = lanes;
    }

    @Override
    public void multiply(
        Operands o,
        float[] image,
        int[] terms,
        int depth,
        int shift,
        int row,
        int rows,
        int panels) {
      int columns = panels * 2 * lanes;
      for (int m = row; m < row + rows; m++) {
        for (int k = 0; k < depth; k++) {
          float a = o.a[o.aAt[m] + k];
          add(a, image, terms[k] + shift, o.out, o.outAt + m * o.outStride, columns);
        }
      }
    }

    private static void add(float a, float[] b, int bAt, float[] out, int outAt, int columns) {
      for (int j = 0; j < columns; j++) {
        out[outAt + j] = Math.fma(a, b[bAt + j], out[outAt + j]);
      }
    }
  }
}
