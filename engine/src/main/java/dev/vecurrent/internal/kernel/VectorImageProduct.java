package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.Floats.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * {@link ImageProduct} in register tiles: as those of {@link VectorTiles}, with rows of B that are
 * stretches of an image, each of which starts where a table says.
 */
final class VectorImageProduct extends ImageProduct {

  static final VectorImageProduct INSTANCE = new VectorImageProduct();

  private static final int PANEL = 2 * LANES;

  private VectorImageProduct() {}

  @Override
  public void multiply(
      Operands o, float[] image, int[] terms, int depth, int shift, int row, int rows, int panels) {
    float[] a = o.a;
    int[] aAt = o.aAt;
    float[] out = o.out;
    int stride = o.outStride;
    for (int panel = 0; panel < panels; panel++) {
      int from = shift + panel * PANEL;
      int m = row;
      while (m < row + rows) {
        int left = row + rows - m;
        int tile = VectorProduct.tileRows(left);
        int last = Math.min(left, tile) - 1;
        int at = o.outAt + panel * PANEL + m * stride;
        if (tile == 8) {
          tile8x2(a, aAt, m, last, depth, image, terms, from, out, at, stride);
        } else if (tile == 6) {
          tile6x2(a, aAt, m, last, depth, image, terms, from, out, at, stride);
        } else {
          tile4x2(a, aAt, m, last, depth, image, terms, from, out, at, stride);
        }
        m += tile;
      }
    }
  }

  /** 8 rows by one panel; rows past {@code last} repeat it. */
  private static void tile8x2(
      float[] a,
      int[] aAt,
      int aFrom,
      int last,
      int depth,
      float[] image,
      int[] bAt,
      int shift,
      float[] out,
      int outAt,
      int outStride) {
    if (aAt.length == 0) {
      return;
    }
    int a0 = aAt[aFrom];
    int a1 = aAt[aFrom + Math.min(1, last)];
    int a2 = aAt[aFrom + Math.min(2, last)];
    int a3 = aAt[aFrom + Math.min(3, last)];
    int a4 = aAt[aFrom + Math.min(4, last)];
    int a5 = aAt[aFrom + Math.min(5, last)];
    int a6 = aAt[aFrom + Math.min(6, last)];
    int a7 = aAt[aFrom + Math.min(7, last)];
    int o0 = outAt;
    FloatVector c00 = FloatVector.fromArray(F32, out, o0);
    FloatVector c01 = FloatVector.fromArray(F32, out, o0 + LANES);
    int o1 = outAt + Math.min(1, last) * outStride;
    FloatVector c10 = FloatVector.fromArray(F32, out, o1);
    FloatVector c11 = FloatVector.fromArray(F32, out, o1 + LANES);
    int o2 = outAt + Math.min(2, last) * outStride;
    FloatVector c20 = FloatVector.fromArray(F32, out, o2);
    FloatVector c21 = FloatVector.fromArray(F32, out, o2 + LANES);
    int o3 = outAt + Math.min(3, last) * outStride;
    FloatVector c30 = FloatVector.fromArray(F32, out, o3);
    FloatVector c31 = FloatVector.fromArray(F32, out, o3 + LANES);
    int o4 = outAt + Math.min(4, last) * outStride;
    FloatVector c40 = FloatVector.fromArray(F32, out, o4);
    FloatVector c41 = FloatVector.fromArray(F32, out, o4 + LANES);
    int o5 = outAt + Math.min(5, last) * outStride;
    FloatVector c50 = FloatVector.fromArray(F32, out, o5);
    FloatVector c51 = FloatVector.fromArray(F32, out, o5 + LANES);
    int o6 = outAt + Math.min(6, last) * outStride;
    FloatVector c60 = FloatVector.fromArray(F32, out, o6);
    FloatVector c61 = FloatVector.fromArray(F32, out, o6 + LANES);
    int o7 = outAt + Math.min(7, last) * outStride;
    FloatVector c70 = FloatVector.fromArray(F32, out, o7);
    FloatVector c71 = FloatVector.fromArray(F32, out, o7 + LANES);
    for (int k = 0; k < depth; k++) {
      int from = bAt[k] + shift;
      FloatVector b0 = FloatVector.fromArray(F32, image, from);
      FloatVector b1 = FloatVector.fromArray(F32, image, from + LANES);
      FloatVector x0 = FloatVector.broadcast(F32, a[a0 + k]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(F32, a[a1 + k]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(F32, a[a2 + k]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(F32, a[a3 + k]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(F32, a[a4 + k]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(F32, a[a5 + k]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      FloatVector x6 = FloatVector.broadcast(F32, a[a6 + k]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      FloatVector x7 = FloatVector.broadcast(F32, a[a7 + k]);
      c70 = x7.fma(b0, c70);
      c71 = x7.fma(b1, c71);
    }
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + LANES);
    c20.intoArray(out, o2);
    c21.intoArray(out, o2 + LANES);
    c30.intoArray(out, o3);
    c31.intoArray(out, o3 + LANES);
    c40.intoArray(out, o4);
    c41.intoArray(out, o4 + LANES);
    c50.intoArray(out, o5);
    c51.intoArray(out, o5 + LANES);
    c60.intoArray(out, o6);
    c61.intoArray(out, o6 + LANES);
    c70.intoArray(out, o7);
    c71.intoArray(out, o7 + LANES);
  }

  /** 6 rows by one panel; rows past {@code last} repeat it. */
  private static void tile6x2(
      float[] a,
      int[] aAt,
      int aFrom,
      int last,
      int depth,
      float[] image,
      int[] bAt,
      int shift,
      float[] out,
      int outAt,
      int outStride) {
    if (aAt.length == 0) {
      return;
    }
    int a0 = aAt[aFrom];
    int a1 = aAt[aFrom + Math.min(1, last)];
    int a2 = aAt[aFrom + Math.min(2, last)];
    int a3 = aAt[aFrom + Math.min(3, last)];
    int a4 = aAt[aFrom + Math.min(4, last)];
    int a5 = aAt[aFrom + Math.min(5, last)];
    int o0 = outAt;
    FloatVector c00 = FloatVector.fromArray(F32, out, o0);
    FloatVector c01 = FloatVector.fromArray(F32, out, o0 + LANES);
    int o1 = outAt + Math.min(1, last) * outStride;
    FloatVector c10 = FloatVector.fromArray(F32, out, o1);
    FloatVector c11 = FloatVector.fromArray(F32, out, o1 + LANES);
    int o2 = outAt + Math.min(2, last) * outStride;
    FloatVector c20 = FloatVector.fromArray(F32, out, o2);
    FloatVector c21 = FloatVector.fromArray(F32, out, o2 + LANES);
    int o3 = outAt + Math.min(3, last) * outStride;
    FloatVector c30 = FloatVector.fromArray(F32, out, o3);
    FloatVector c31 = FloatVector.fromArray(F32, out, o3 + LANES);
    int o4 = outAt + Math.min(4, last) * outStride;
    FloatVector c40 = FloatVector.fromArray(F32, out, o4);
    FloatVector c41 = FloatVector.fromArray(F32, out, o4 + LANES);
    int o5 = outAt + Math.min(5, last) * outStride;
    FloatVector c50 = FloatVector.fromArray(F32, out, o5);
    FloatVector c51 = FloatVector.fromArray(F32, out, o5 + LANES);
    for (int k = 0; k < depth; k++) {
      int from = bAt[k] + shift;
      FloatVector b0 = FloatVector.fromArray(F32, image, from);
      FloatVector b1 = FloatVector.fromArray(F32, image, from + LANES);
      FloatVector x0 = FloatVector.broadcast(F32, a[a0 + k]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(F32, a[a1 + k]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(F32, a[a2 + k]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(F32, a[a3 + k]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(F32, a[a4 + k]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(F32, a[a5 + k]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
    }
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + LANES);
    c20.intoArray(out, o2);
    c21.intoArray(out, o2 + LANES);
    c30.intoArray(out, o3);
    c31.intoArray(out, o3 + LANES);
    c40.intoArray(out, o4);
    c41.intoArray(out, o4 + LANES);
    c50.intoArray(out, o5);
    c51.intoArray(out, o5 + LANES);
  }

  /** 4 rows by one panel; rows past {@code last} repeat it. */
  private static void tile4x2(
      float[] a,
      int[] aAt,
      int aFrom,
      int last,
      int depth,
      float[] image,
      int[] bAt,
      int shift,
      float[] out,
      int outAt,
      int outStride) {
    if (aAt.length == 0) {
      return;
    }
    int a0 = aAt[aFrom];
    int a1 = aAt[aFrom + Math.min(1, last)];
    int a2 = aAt[aFrom + Math.min(2, last)];
    int a3 = aAt[aFrom + Math.min(3, last)];
    int o0 = outAt;
    FloatVector c00 = FloatVector.fromArray(F32, out, o0);
    FloatVector c01 = FloatVector.fromArray(F32, out, o0 + LANES);
    int o1 = outAt + Math.min(1, last) * outStride;
    FloatVector c10 = FloatVector.fromArray(F32, out, o1);
    FloatVector c11 = FloatVector.fromArray(F32, out, o1 + LANES);
    int o2 = outAt + Math.min(2, last) * outStride;
    FloatVector c20 = FloatVector.fromArray(F32, out, o2);
    FloatVector c21 = FloatVector.fromArray(F32, out, o2 + LANES);
    int o3 = outAt + Math.min(3, last) * outStride;
    FloatVector c30 = FloatVector.fromArray(F32, out, o3);
    FloatVector c31 = FloatVector.fromArray(F32, out, o3 + LANES);
    for (int k = 0; k < depth; k++) {
      int from = bAt[k] + shift;
      FloatVector b0 = FloatVector.fromArray(F32, image, from);
      FloatVector b1 = FloatVector.fromArray(F32, image, from + LANES);
      FloatVector x0 = FloatVector.broadcast(F32, a[a0 + k]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(F32, a[a1 + k]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(F32, a[a2 + k]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(F32, a[a3 + k]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
    }
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + LANES);
    c20.intoArray(out, o2);
    c21.intoArray(out, o2 + LANES);
    c30.intoArray(out, o3);
    c31.intoArray(out, o3 + LANES);
  }
}
