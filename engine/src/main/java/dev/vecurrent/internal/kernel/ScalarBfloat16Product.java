package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.pack.Bfloat16Panels;
import dev.vecurrent.internal.pack.PackedMatrix;

/** The scalar twin of {@link VectorBfloat16Product}: row by row, for any number of lanes. */
final class ScalarBfloat16Product extends Product {

  static final Product INSTANCE = new ScalarBfloat16Product();

  private ScalarBfloat16Product() {}

  @Override
  public void multiply(
      Operands o, PackedMatrix b, int bPanel, int row, int rows, int panel, int panels) {
    Bfloat16Panels matrix = (Bfloat16Panels) b;
    int lanes = matrix.lanes();
    for (int m = row; m < row + rows; m++) {
      for (int p = panel; p < panel + panels; p++) {
        int outAt = o.outAt + m * o.outStride + p * 2 * lanes;
        System.arraycopy(
            o.init, o.initAt + m * o.initStride + p * 2 * lanes, o.out, outAt, 2 * lanes);
        panel(o.a, o.aAt[m], matrix, bPanel + p, o.out, outAt);
      }
    }
  }

  private static void panel(
      float[] a, int aAt, Bfloat16Panels matrix, int panel, float[] out, int at) {
    int lanes = matrix.lanes();
    int depth = matrix.depth();
    int[] b = matrix.values();
    int bAt = matrix.at(panel);
    for (int k = 0; k < depth; k++) {
      float ak = a[aAt + k];
      int from = bAt + k * lanes;
      for (int j = 0; j < lanes; j++) {
        out[at + j] = Math.fma(ak, Float.intBitsToFloat(b[from + j] << 16), out[at + j]);
      }
      for (int j = 0; j < lanes; j++) {
        out[at + lanes + j] =
            Math.fma(
                ak, Float.intBitsToFloat(b[from + j] & Bfloat16Panels.UPPER), out[at + lanes + j]);
      }
    }
  }
}
