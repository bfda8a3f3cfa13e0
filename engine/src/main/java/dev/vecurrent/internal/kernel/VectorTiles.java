package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of {@link VectorProduct}: {@code tileRxV} is R rows by V vectors. Accumulators
 * start at {@code init}, take their products in the order of {@code k} and go to {@code out}; all
 * are loaded before the first is stored. Offsets count floats.
 */
final class VectorTiles {

  private static final int PANEL = 2 * LANES;

  private VectorTiles() {}

  /** 8 rows by one panel; rows past {@code last} repeat it. */
  static void tile8x2(
      float[] a,
      int[] aAt,
      int aFrom,
      int last,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      int initStride,
      float[] out,
      int outAt,
      int outStride) {
    int a0 = aAt[aFrom];
    int a1 = aAt[aFrom + Math.min(1, last)];
    int a2 = aAt[aFrom + Math.min(2, last)];
    int a3 = aAt[aFrom + Math.min(3, last)];
    int a4 = aAt[aFrom + Math.min(4, last)];
    int a5 = aAt[aFrom + Math.min(5, last)];
    int a6 = aAt[aFrom + Math.min(6, last)];
    int a7 = aAt[aFrom + Math.min(7, last)];
    int i0 = initAt;
    FloatVector c00 = FloatVector.fromArray(F32, init, i0);
    FloatVector c01 = FloatVector.fromArray(F32, init, i0 + LANES);
    int i1 = initAt + Math.min(1, last) * initStride;
    FloatVector c10 = FloatVector.fromArray(F32, init, i1);
    FloatVector c11 = FloatVector.fromArray(F32, init, i1 + LANES);
    int i2 = initAt + Math.min(2, last) * initStride;
    FloatVector c20 = FloatVector.fromArray(F32, init, i2);
    FloatVector c21 = FloatVector.fromArray(F32, init, i2 + LANES);
    int i3 = initAt + Math.min(3, last) * initStride;
    FloatVector c30 = FloatVector.fromArray(F32, init, i3);
    FloatVector c31 = FloatVector.fromArray(F32, init, i3 + LANES);
    int i4 = initAt + Math.min(4, last) * initStride;
    FloatVector c40 = FloatVector.fromArray(F32, init, i4);
    FloatVector c41 = FloatVector.fromArray(F32, init, i4 + LANES);
    int i5 = initAt + Math.min(5, last) * initStride;
    FloatVector c50 = FloatVector.fromArray(F32, init, i5);
    FloatVector c51 = FloatVector.fromArray(F32, init, i5 + LANES);
    int i6 = initAt + Math.min(6, last) * initStride;
    FloatVector c60 = FloatVector.fromArray(F32, init, i6);
    FloatVector c61 = FloatVector.fromArray(F32, init, i6 + LANES);
    int i7 = initAt + Math.min(7, last) * initStride;
    FloatVector c70 = FloatVector.fromArray(F32, init, i7);
    FloatVector c71 = FloatVector.fromArray(F32, init, i7 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F32, b, bAt + k * PANEL);
      FloatVector b1 = FloatVector.fromArray(F32, b, bAt + k * PANEL + LANES);
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
    int o0 = outAt;
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    int o1 = outAt + Math.min(1, last) * outStride;
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + LANES);
    int o2 = outAt + Math.min(2, last) * outStride;
    c20.intoArray(out, o2);
    c21.intoArray(out, o2 + LANES);
    int o3 = outAt + Math.min(3, last) * outStride;
    c30.intoArray(out, o3);
    c31.intoArray(out, o3 + LANES);
    int o4 = outAt + Math.min(4, last) * outStride;
    c40.intoArray(out, o4);
    c41.intoArray(out, o4 + LANES);
    int o5 = outAt + Math.min(5, last) * outStride;
    c50.intoArray(out, o5);
    c51.intoArray(out, o5 + LANES);
    int o6 = outAt + Math.min(6, last) * outStride;
    c60.intoArray(out, o6);
    c61.intoArray(out, o6 + LANES);
    int o7 = outAt + Math.min(7, last) * outStride;
    c70.intoArray(out, o7);
    c71.intoArray(out, o7 + LANES);
  }

  /** 6 rows by one panel; rows past {@code last} repeat it. */
  static void tile6x2(
      float[] a,
      int[] aAt,
      int aFrom,
      int last,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      int initStride,
      float[] out,
      int outAt,
      int outStride) {
    int a0 = aAt[aFrom];
    int a1 = aAt[aFrom + Math.min(1, last)];
    int a2 = aAt[aFrom + Math.min(2, last)];
    int a3 = aAt[aFrom + Math.min(3, last)];
    int a4 = aAt[aFrom + Math.min(4, last)];
    int a5 = aAt[aFrom + Math.min(5, last)];
    int i0 = initAt;
    FloatVector c00 = FloatVector.fromArray(F32, init, i0);
    FloatVector c01 = FloatVector.fromArray(F32, init, i0 + LANES);
    int i1 = initAt + Math.min(1, last) * initStride;
    FloatVector c10 = FloatVector.fromArray(F32, init, i1);
    FloatVector c11 = FloatVector.fromArray(F32, init, i1 + LANES);
    int i2 = initAt + Math.min(2, last) * initStride;
    FloatVector c20 = FloatVector.fromArray(F32, init, i2);
    FloatVector c21 = FloatVector.fromArray(F32, init, i2 + LANES);
    int i3 = initAt + Math.min(3, last) * initStride;
    FloatVector c30 = FloatVector.fromArray(F32, init, i3);
    FloatVector c31 = FloatVector.fromArray(F32, init, i3 + LANES);
    int i4 = initAt + Math.min(4, last) * initStride;
    FloatVector c40 = FloatVector.fromArray(F32, init, i4);
    FloatVector c41 = FloatVector.fromArray(F32, init, i4 + LANES);
    int i5 = initAt + Math.min(5, last) * initStride;
    FloatVector c50 = FloatVector.fromArray(F32, init, i5);
    FloatVector c51 = FloatVector.fromArray(F32, init, i5 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F32, b, bAt + k * PANEL);
      FloatVector b1 = FloatVector.fromArray(F32, b, bAt + k * PANEL + LANES);
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
    int o0 = outAt;
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    int o1 = outAt + Math.min(1, last) * outStride;
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + LANES);
    int o2 = outAt + Math.min(2, last) * outStride;
    c20.intoArray(out, o2);
    c21.intoArray(out, o2 + LANES);
    int o3 = outAt + Math.min(3, last) * outStride;
    c30.intoArray(out, o3);
    c31.intoArray(out, o3 + LANES);
    int o4 = outAt + Math.min(4, last) * outStride;
    c40.intoArray(out, o4);
    c41.intoArray(out, o4 + LANES);
    int o5 = outAt + Math.min(5, last) * outStride;
    c50.intoArray(out, o5);
    c51.intoArray(out, o5 + LANES);
  }

  /** 4 rows by one panel; rows past {@code last} repeat it. */
  static void tile4x2(
      float[] a,
      int[] aAt,
      int aFrom,
      int last,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      int initStride,
      float[] out,
      int outAt,
      int outStride) {
    int a0 = aAt[aFrom];
    int a1 = aAt[aFrom + Math.min(1, last)];
    int a2 = aAt[aFrom + Math.min(2, last)];
    int a3 = aAt[aFrom + Math.min(3, last)];
    int i0 = initAt;
    FloatVector c00 = FloatVector.fromArray(F32, init, i0);
    FloatVector c01 = FloatVector.fromArray(F32, init, i0 + LANES);
    int i1 = initAt + Math.min(1, last) * initStride;
    FloatVector c10 = FloatVector.fromArray(F32, init, i1);
    FloatVector c11 = FloatVector.fromArray(F32, init, i1 + LANES);
    int i2 = initAt + Math.min(2, last) * initStride;
    FloatVector c20 = FloatVector.fromArray(F32, init, i2);
    FloatVector c21 = FloatVector.fromArray(F32, init, i2 + LANES);
    int i3 = initAt + Math.min(3, last) * initStride;
    FloatVector c30 = FloatVector.fromArray(F32, init, i3);
    FloatVector c31 = FloatVector.fromArray(F32, init, i3 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F32, b, bAt + k * PANEL);
      FloatVector b1 = FloatVector.fromArray(F32, b, bAt + k * PANEL + LANES);
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
    int o0 = outAt;
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    int o1 = outAt + Math.min(1, last) * outStride;
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + LANES);
    int o2 = outAt + Math.min(2, last) * outStride;
    c20.intoArray(out, o2);
    c21.intoArray(out, o2 + LANES);
    int o3 = outAt + Math.min(3, last) * outStride;
    c30.intoArray(out, o3);
    c31.intoArray(out, o3 + LANES);
  }

  /** 2 rows by 1 panel. */
  static void tile2x2(
      float[] a,
      int a0,
      int a1,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int i0,
      int i1,
      float[] out,
      int o0,
      int o1) {
    FloatVector c00 = FloatVector.fromArray(F32, init, i0);
    FloatVector c01 = FloatVector.fromArray(F32, init, i0 + LANES);
    FloatVector c10 = FloatVector.fromArray(F32, init, i1);
    FloatVector c11 = FloatVector.fromArray(F32, init, i1 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.broadcast(F32, a[a0 + k]);
      FloatVector x1 = FloatVector.broadcast(F32, a[a1 + k]);
      FloatVector b0 = FloatVector.fromArray(F32, b, bAt + k * PANEL);
      c00 = x0.fma(b0, c00);
      c10 = x1.fma(b0, c10);
      FloatVector b1 = FloatVector.fromArray(F32, b, bAt + k * PANEL + LANES);
      c01 = x0.fma(b1, c01);
      c11 = x1.fma(b1, c11);
    }
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + LANES);
  }

  /** 2 rows by 2 panels. */
  static void tile2x4(
      float[] a,
      int a0,
      int a1,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int i0,
      int i1,
      float[] out,
      int o0,
      int o1) {
    int b1At = bAt + depth * PANEL;
    FloatVector c00 = FloatVector.fromArray(F32, init, i0);
    FloatVector c01 = FloatVector.fromArray(F32, init, i0 + LANES);
    FloatVector c02 = FloatVector.fromArray(F32, init, i0 + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(F32, init, i0 + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(F32, init, i1);
    FloatVector c11 = FloatVector.fromArray(F32, init, i1 + LANES);
    FloatVector c12 = FloatVector.fromArray(F32, init, i1 + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(F32, init, i1 + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.broadcast(F32, a[a0 + k]);
      FloatVector x1 = FloatVector.broadcast(F32, a[a1 + k]);
      FloatVector b0 = FloatVector.fromArray(F32, b, bAt + k * PANEL);
      c00 = x0.fma(b0, c00);
      c10 = x1.fma(b0, c10);
      FloatVector b1 = FloatVector.fromArray(F32, b, bAt + k * PANEL + LANES);
      c01 = x0.fma(b1, c01);
      c11 = x1.fma(b1, c11);
      FloatVector b2 = FloatVector.fromArray(F32, b, b1At + k * PANEL);
      c02 = x0.fma(b2, c02);
      c12 = x1.fma(b2, c12);
      FloatVector b3 = FloatVector.fromArray(F32, b, b1At + k * PANEL + LANES);
      c03 = x0.fma(b3, c03);
      c13 = x1.fma(b3, c13);
    }
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    c02.intoArray(out, o0 + 2 * LANES);
    c03.intoArray(out, o0 + 3 * LANES);
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + LANES);
    c12.intoArray(out, o1 + 2 * LANES);
    c13.intoArray(out, o1 + 3 * LANES);
  }

  /** 1 row by 4 panels. */
  static void tile1x8(
      float[] a, int a0, int depth, float[] b, int bAt, float[] init, int i0, float[] out, int o0) {
    int b1At = bAt + depth * PANEL;
    int b2At = b1At + depth * PANEL;
    int b3At = b2At + depth * PANEL;
    FloatVector c00 = FloatVector.fromArray(F32, init, i0);
    FloatVector c01 = FloatVector.fromArray(F32, init, i0 + LANES);
    FloatVector c02 = FloatVector.fromArray(F32, init, i0 + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(F32, init, i0 + 3 * LANES);
    FloatVector c04 = FloatVector.fromArray(F32, init, i0 + 4 * LANES);
    FloatVector c05 = FloatVector.fromArray(F32, init, i0 + 5 * LANES);
    FloatVector c06 = FloatVector.fromArray(F32, init, i0 + 6 * LANES);
    FloatVector c07 = FloatVector.fromArray(F32, init, i0 + 7 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.broadcast(F32, a[a0 + k]);
      FloatVector b0 = FloatVector.fromArray(F32, b, bAt + k * PANEL);
      c00 = x0.fma(b0, c00);
      FloatVector b1 = FloatVector.fromArray(F32, b, bAt + k * PANEL + LANES);
      c01 = x0.fma(b1, c01);
      FloatVector b2 = FloatVector.fromArray(F32, b, b1At + k * PANEL);
      c02 = x0.fma(b2, c02);
      FloatVector b3 = FloatVector.fromArray(F32, b, b1At + k * PANEL + LANES);
      c03 = x0.fma(b3, c03);
      FloatVector b4 = FloatVector.fromArray(F32, b, b2At + k * PANEL);
      c04 = x0.fma(b4, c04);
      FloatVector b5 = FloatVector.fromArray(F32, b, b2At + k * PANEL + LANES);
      c05 = x0.fma(b5, c05);
      FloatVector b6 = FloatVector.fromArray(F32, b, b3At + k * PANEL);
      c06 = x0.fma(b6, c06);
      FloatVector b7 = FloatVector.fromArray(F32, b, b3At + k * PANEL + LANES);
      c07 = x0.fma(b7, c07);
    }
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    c02.intoArray(out, o0 + 2 * LANES);
    c03.intoArray(out, o0 + 3 * LANES);
    c04.intoArray(out, o0 + 4 * LANES);
    c05.intoArray(out, o0 + 5 * LANES);
    c06.intoArray(out, o0 + 6 * LANES);
    c07.intoArray(out, o0 + 7 * LANES);
  }

  /** 1 row by 2 panels. */
  static void tile1x4(
      float[] a, int a0, int depth, float[] b, int bAt, float[] init, int i0, float[] out, int o0) {
    int b1At = bAt + depth * PANEL;
    FloatVector c00 = FloatVector.fromArray(F32, init, i0);
    FloatVector c01 = FloatVector.fromArray(F32, init, i0 + LANES);
    FloatVector c02 = FloatVector.fromArray(F32, init, i0 + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(F32, init, i0 + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.broadcast(F32, a[a0 + k]);
      FloatVector b0 = FloatVector.fromArray(F32, b, bAt + k * PANEL);
      c00 = x0.fma(b0, c00);
      FloatVector b1 = FloatVector.fromArray(F32, b, bAt + k * PANEL + LANES);
      c01 = x0.fma(b1, c01);
      FloatVector b2 = FloatVector.fromArray(F32, b, b1At + k * PANEL);
      c02 = x0.fma(b2, c02);
      FloatVector b3 = FloatVector.fromArray(F32, b, b1At + k * PANEL + LANES);
      c03 = x0.fma(b3, c03);
    }
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
    c02.intoArray(out, o0 + 2 * LANES);
    c03.intoArray(out, o0 + 3 * LANES);
  }

  /** 1 row by 1 panel. */
  static void tile1x2(
      float[] a, int a0, int depth, float[] b, int bAt, float[] init, int i0, float[] out, int o0) {
    FloatVector c00 = FloatVector.fromArray(F32, init, i0);
    FloatVector c01 = FloatVector.fromArray(F32, init, i0 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.broadcast(F32, a[a0 + k]);
      FloatVector b0 = FloatVector.fromArray(F32, b, bAt + k * PANEL);
      c00 = x0.fma(b0, c00);
      FloatVector b1 = FloatVector.fromArray(F32, b, bAt + k * PANEL + LANES);
      c01 = x0.fma(b1, c01);
    }
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + LANES);
  }
}
