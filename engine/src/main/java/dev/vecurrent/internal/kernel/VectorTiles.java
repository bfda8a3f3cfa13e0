package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.Floats.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of {@link VectorProduct}: {@code tileRxV} is R rows by V vectors. Accumulators
 * start at {@code init}, take their products in the order of {@code k} and go to {@code out}; all
 * are loaded before the first is stored. Offsets count floats.
 *
 * <p>Tiles of no rows, of which {@code aAt} is empty, do nothing: {@link VectorRehearsal} enters
 * them so. A question about an array leaves C2 its freedom; one about {@code last} costs 3 %
 * (measured).
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
    if (aAt.length == 0) {
      return;
    }
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
    if (aAt.length == 0) {
      return;
    }
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

  /** Two rows by all panels: 4 vectors of each at a time, then 2. */
  static void rows(
      float[] a,
      int a0,
      int a1,
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
    int panel = 0;
    for (; panel + 2 <= panels; panel += 2) {
      int i0 = initAt + panel * PANEL;
      int i1 = i0 + initStride;
      int o0 = outAt + panel * PANEL;
      int o1 = o0 + outStride;
      int b0 = bAt + panel * PANEL * depth;
      int b1 = b0 + PANEL * depth;
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
        FloatVector w0 = FloatVector.fromArray(F32, b, b0 + k * PANEL);
        c00 = x0.fma(w0, c00);
        c10 = x1.fma(w0, c10);
        FloatVector w1 = FloatVector.fromArray(F32, b, b0 + k * PANEL + LANES);
        c01 = x0.fma(w1, c01);
        c11 = x1.fma(w1, c11);
        FloatVector w2 = FloatVector.fromArray(F32, b, b1 + k * PANEL);
        c02 = x0.fma(w2, c02);
        c12 = x1.fma(w2, c12);
        FloatVector w3 = FloatVector.fromArray(F32, b, b1 + k * PANEL + LANES);
        c03 = x0.fma(w3, c03);
        c13 = x1.fma(w3, c13);
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
    if (panel < panels) {
      int i0 = initAt + panel * PANEL;
      int i1 = i0 + initStride;
      int o0 = outAt + panel * PANEL;
      int o1 = o0 + outStride;
      int b0 = bAt + panel * PANEL * depth;
      FloatVector c00 = FloatVector.fromArray(F32, init, i0);
      FloatVector c01 = FloatVector.fromArray(F32, init, i0 + LANES);
      FloatVector c10 = FloatVector.fromArray(F32, init, i1);
      FloatVector c11 = FloatVector.fromArray(F32, init, i1 + LANES);
      for (int k = 0; k < depth; k++) {
        FloatVector x0 = FloatVector.broadcast(F32, a[a0 + k]);
        FloatVector x1 = FloatVector.broadcast(F32, a[a1 + k]);
        FloatVector w0 = FloatVector.fromArray(F32, b, b0 + k * PANEL);
        c00 = x0.fma(w0, c00);
        c10 = x1.fma(w0, c10);
        FloatVector w1 = FloatVector.fromArray(F32, b, b0 + k * PANEL + LANES);
        c01 = x0.fma(w1, c01);
        c11 = x1.fma(w1, c11);
      }
      c00.intoArray(out, o0);
      c01.intoArray(out, o0 + LANES);
      c10.intoArray(out, o1);
      c11.intoArray(out, o1 + LANES);
    }
  }

  /** One row by all panels: 8 vectors at a time, then 4, then 2. */
  static void row(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      int panels,
      float[] init,
      int initAt,
      float[] out,
      int outAt) {
    int panel = 0;
    for (; panel + 4 <= panels; panel += 4) {
      int i = initAt + panel * PANEL;
      int o = outAt + panel * PANEL;
      int b0 = bAt + panel * PANEL * depth;
      int b1 = b0 + PANEL * depth;
      int b2 = b1 + PANEL * depth;
      int b3 = b2 + PANEL * depth;
      FloatVector c0 = FloatVector.fromArray(F32, init, i);
      FloatVector c1 = FloatVector.fromArray(F32, init, i + LANES);
      FloatVector c2 = FloatVector.fromArray(F32, init, i + 2 * LANES);
      FloatVector c3 = FloatVector.fromArray(F32, init, i + 3 * LANES);
      FloatVector c4 = FloatVector.fromArray(F32, init, i + 4 * LANES);
      FloatVector c5 = FloatVector.fromArray(F32, init, i + 5 * LANES);
      FloatVector c6 = FloatVector.fromArray(F32, init, i + 6 * LANES);
      FloatVector c7 = FloatVector.fromArray(F32, init, i + 7 * LANES);
      for (int k = 0; k < depth; k++) {
        FloatVector x = FloatVector.broadcast(F32, a[aAt + k]);
        c0 = x.fma(FloatVector.fromArray(F32, b, b0 + k * PANEL), c0);
        c1 = x.fma(FloatVector.fromArray(F32, b, b0 + k * PANEL + LANES), c1);
        c2 = x.fma(FloatVector.fromArray(F32, b, b1 + k * PANEL), c2);
        c3 = x.fma(FloatVector.fromArray(F32, b, b1 + k * PANEL + LANES), c3);
        c4 = x.fma(FloatVector.fromArray(F32, b, b2 + k * PANEL), c4);
        c5 = x.fma(FloatVector.fromArray(F32, b, b2 + k * PANEL + LANES), c5);
        c6 = x.fma(FloatVector.fromArray(F32, b, b3 + k * PANEL), c6);
        c7 = x.fma(FloatVector.fromArray(F32, b, b3 + k * PANEL + LANES), c7);
      }
      c0.intoArray(out, o);
      c1.intoArray(out, o + LANES);
      c2.intoArray(out, o + 2 * LANES);
      c3.intoArray(out, o + 3 * LANES);
      c4.intoArray(out, o + 4 * LANES);
      c5.intoArray(out, o + 5 * LANES);
      c6.intoArray(out, o + 6 * LANES);
      c7.intoArray(out, o + 7 * LANES);
    }
    if (panel + 2 <= panels) {
      int i = initAt + panel * PANEL;
      int o = outAt + panel * PANEL;
      int b0 = bAt + panel * PANEL * depth;
      int b1 = b0 + PANEL * depth;
      FloatVector c0 = FloatVector.fromArray(F32, init, i);
      FloatVector c1 = FloatVector.fromArray(F32, init, i + LANES);
      FloatVector c2 = FloatVector.fromArray(F32, init, i + 2 * LANES);
      FloatVector c3 = FloatVector.fromArray(F32, init, i + 3 * LANES);
      for (int k = 0; k < depth; k++) {
        FloatVector x = FloatVector.broadcast(F32, a[aAt + k]);
        c0 = x.fma(FloatVector.fromArray(F32, b, b0 + k * PANEL), c0);
        c1 = x.fma(FloatVector.fromArray(F32, b, b0 + k * PANEL + LANES), c1);
        c2 = x.fma(FloatVector.fromArray(F32, b, b1 + k * PANEL), c2);
        c3 = x.fma(FloatVector.fromArray(F32, b, b1 + k * PANEL + LANES), c3);
      }
      c0.intoArray(out, o);
      c1.intoArray(out, o + LANES);
      c2.intoArray(out, o + 2 * LANES);
      c3.intoArray(out, o + 3 * LANES);
      panel += 2;
    }
    if (panel < panels) {
      int i = initAt + panel * PANEL;
      int o = outAt + panel * PANEL;
      int b0 = bAt + panel * PANEL * depth;
      FloatVector c0 = FloatVector.fromArray(F32, init, i);
      FloatVector c1 = FloatVector.fromArray(F32, init, i + LANES);
      for (int k = 0; k < depth; k++) {
        FloatVector x = FloatVector.broadcast(F32, a[aAt + k]);
        c0 = x.fma(FloatVector.fromArray(F32, b, b0 + k * PANEL), c0);
        c1 = x.fma(FloatVector.fromArray(F32, b, b0 + k * PANEL + LANES), c1);
      }
      c0.intoArray(out, o);
      c1.intoArray(out, o + LANES);
    }
  }
}
