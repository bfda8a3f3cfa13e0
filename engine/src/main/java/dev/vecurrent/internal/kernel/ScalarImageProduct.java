package dev.vecurrent.internal.kernel;

/** The scalar twin of {@link VectorImageProduct}. */
final class ScalarImageProduct extends ImageProduct {

  private final int lanes;

  ScalarImageProduct(int lanes) {
    this.lanes = lanes;
  }

  @Override
  public void multiply(
      Operands o, float[] image, int[] terms, int depth, int shift, int row, int rows, int panels) {
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
