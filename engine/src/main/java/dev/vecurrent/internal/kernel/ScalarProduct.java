package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.pack.PackedMatrix;

/** The scalar twin of {@link VectorProduct}: row by row, for any number of lanes. */
final class ScalarProduct extends Product {

  static final ScalarProduct INSTANCE = new ScalarProduct();

  /** Columns whose sums stay in registers, where panels are that wide. */
  private static final int BLOCK = 8;

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

  /** {@link #BLOCK} columns: independent sums, which hide the latency of fma. */
  private static void block(
      float[] a, int aAt, int depth, float[] b, int bAt, int bStride, float[] out, int at) {
    float c0 = out[at];
    float c1 = out[at + 1];
    float c2 = out[at + 2];
    float c3 = out[at + 3];
    float c4 = out[at + 4];
    float c5 = out[at + 5];
    float c6 = out[at + 6];
    float c7 = out[at + 7];
    for (int k = 0; k < depth; k++) {
      float x = a[aAt + k];
      int kAt = bAt + k * bStride;
      c0 = Math.fma(x, b[kAt], c0);
      c1 = Math.fma(x, b[kAt + 1], c1);
      c2 = Math.fma(x, b[kAt + 2], c2);
      c3 = Math.fma(x, b[kAt + 3], c3);
      c4 = Math.fma(x, b[kAt + 4], c4);
      c5 = Math.fma(x, b[kAt + 5], c5);
      c6 = Math.fma(x, b[kAt + 6], c6);
      c7 = Math.fma(x, b[kAt + 7], c7);
    }
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
    out[at + 4] = c4;
    out[at + 5] = c5;
    out[at + 6] = c6;
    out[at + 7] = c7;
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
      int bulk = columns - columns % BLOCK;
      for (int m = row; m < row + rows; m++) {
        int outAt = o.outAt + m * o.outStride;
        for (int column = 0; column < bulk; column += BLOCK) {
          block(o.a, o.aAt[m], depth, image, terms, shift + column, o.out, outAt + column);
        }
        for (int column = bulk; column < columns; column++) {
          column(o.a, o.aAt[m], depth, image, terms, shift + column, o.out, outAt + column);
        }
      }
    }

    /** {@link #BLOCK} columns: independent sums, which hide the latency of fma. */
    private static void block(
        float[] a, int aAt, int depth, float[] b, int[] terms, int bAt, float[] out, int at) {
      float c0 = out[at];
      float c1 = out[at + 1];
      float c2 = out[at + 2];
      float c3 = out[at + 3];
      float c4 = out[at + 4];
      float c5 = out[at + 5];
      float c6 = out[at + 6];
      float c7 = out[at + 7];
      for (int k = 0; k < depth; k++) {
        float x = a[aAt + k];
        int kAt = terms[k] + bAt;
        c0 = Math.fma(x, b[kAt], c0);
        c1 = Math.fma(x, b[kAt + 1], c1);
        c2 = Math.fma(x, b[kAt + 2], c2);
        c3 = Math.fma(x, b[kAt + 3], c3);
        c4 = Math.fma(x, b[kAt + 4], c4);
        c5 = Math.fma(x, b[kAt + 5], c5);
        c6 = Math.fma(x, b[kAt + 6], c6);
        c7 = Math.fma(x, b[kAt + 7], c7);
      }
      out[at] = c0;
      out[at + 1] = c1;
      out[at + 2] = c2;
      out[at + 3] = c3;
      out[at + 4] = c4;
      out[at + 5] = c5;
      out[at + 6] = c6;
      out[at + 7] = c7;
    }

    private static void column(
        float[] a, int aAt, int depth, float[] b, int[] terms, int bAt, float[] out, int at) {
      float sum = out[at];
      for (int k = 0; k < depth; k++) {
        sum = Math.fma(a[aAt + k], b[terms[k] + bAt], sum);
      }
      out[at] = sum;
    }
  }
}
