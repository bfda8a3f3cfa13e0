package dev.vecurrent.bench.contender;

/**
 * Loops in plain Java that C2's auto-vectoriser (SuperWord) turns into SIMD. It does so only where
 * all arrays of a loop are read and written at the same index: it cannot prove that {@code w[at +
 * j]} and {@code out[j]} are different memory, so weights are one array for each row, and {@code w}
 * in one flat array would run several times slower. {@link Math#fma} is vectorised, and faster than
 * a multiplication and an addition.
 */
final class PlainLoops {

  private PlainLoops() {}

  /**
   * {@code out[row] += a[row]·w} for {@code rows} rows, each product with {@code k} in order.
   *
   * @param a rows of {@code w.length} floats, from {@code aFrom}
   * @param aFrom where the first is
   * @param rows how many
   * @param w {@code [K][columns]}
   * @param out rows of at least {@code columns} floats, from {@code outFrom}
   * @param outFrom where the first is
   */
  static void multiply(float[][] a, int aFrom, int rows, float[][] w, float[][] out, int outFrom) {
    int row = 0;
    for (; row + 1 < rows; row += 2) {
      twoRows(a[aFrom + row], a[aFrom + row + 1], w, out[outFrom + row], out[outFrom + row + 1]);
    }
    if (row < rows) {
      oneRow(a[aFrom + row], w, out[outFrom + row]);
    }
  }

  private static void twoRows(float[] a, float[] b, float[][] w, float[] outA, float[] outB) {
    int depth = w.length;
    int k = 0;
    for (; k + 3 < depth; k += 4) {
      twoRowsOfFour(a, b, k, w[k], w[k + 1], w[k + 2], w[k + 3], outA, outB);
    }
    for (; k < depth; k++) {
      one(a[k], w[k], outA);
      one(b[k], w[k], outB);
    }
  }

  private static void oneRow(float[] a, float[][] w, float[] out) {
    int depth = w.length;
    int k = 0;
    for (; k + 3 < depth; k += 4) {
      oneRowOfFour(a, k, w[k], w[k + 1], w[k + 2], w[k + 3], out);
    }
    for (; k < depth; k++) {
      one(a[k], w[k], out);
    }
  }

  private static void twoRowsOfFour(
      float[] a,
      float[] b,
      int k,
      float[] w0,
      float[] w1,
      float[] w2,
      float[] w3,
      float[] outA,
      float[] outB) {
    float a0 = a[k];
    float a1 = a[k + 1];
    float a2 = a[k + 2];
    float a3 = a[k + 3];
    float b0 = b[k];
    float b1 = b[k + 1];
    float b2 = b[k + 2];
    float b3 = b[k + 3];
    for (int j = 0; j < w0.length; j++) {
      float v0 = w0[j];
      float v1 = w1[j];
      float v2 = w2[j];
      float v3 = w3[j];
      outA[j] = Math.fma(a3, v3, Math.fma(a2, v2, Math.fma(a1, v1, Math.fma(a0, v0, outA[j]))));
      outB[j] = Math.fma(b3, v3, Math.fma(b2, v2, Math.fma(b1, v1, Math.fma(b0, v0, outB[j]))));
    }
  }

  private static void oneRowOfFour(
      float[] a, int k, float[] w0, float[] w1, float[] w2, float[] w3, float[] out) {
    float a0 = a[k];
    float a1 = a[k + 1];
    float a2 = a[k + 2];
    float a3 = a[k + 3];
    for (int j = 0; j < w0.length; j++) {
      out[j] =
          Math.fma(
              a3, w3[j], Math.fma(a2, w2[j], Math.fma(a1, w1[j], Math.fma(a0, w0[j], out[j]))));
    }
  }

  private static void one(float a, float[] w, float[] out) {
    for (int j = 0; j < w.length; j++) {
      out[j] = Math.fma(a, w[j], out[j]);
    }
  }

  /** {@code x[j] += y[j]} for {@code j < size}. */
  static void add(float[] x, float[] y, int size) {
    for (int j = 0; j < size; j++) {
      x[j] += y[j];
    }
  }

  /**
   * {@code x[j] = tanh(x[j])} for {@code j < size}: a quotient of polynomials (MLAS's, Eigen's).
   */
  static void tanh(float[] x, int size) {
    for (int j = 0; j < size; j++) {
      float v = Math.max(-9f, Math.min(9f, x[j]));
      float s = v * v;
      float p = Math.fma(-2.7607684e-16f, s, 2.000188e-13f);
      p = Math.fma(p, s, -8.604672e-11f);
      p = Math.fma(p, s, 5.1222973e-08f);
      p = Math.fma(p, s, 1.48572235e-05f);
      p = Math.fma(p, s, 6.3726195e-04f);
      p = Math.fma(p, s, 4.8935246e-03f);
      float q = Math.fma(1.1982584e-06f, s, 1.1853471e-04f);
      q = Math.fma(q, s, 2.2684347e-03f);
      q = Math.fma(q, s, 4.893525e-03f);
      x[j] = v * p / q;
    }
  }

  /**
   * {@code c ← f ⊙ c + i ⊙ g}, copied to {@code t}; {@code i} and {@code f} as {@code tanh} of half
   * the pre-activation, which is {@code 2σ - 1}.
   */
  static void cell(float[] i, float[] f, float[] g, float[] c, float[] t) {
    for (int j = 0; j < c.length; j++) {
      float forget = Math.fma(0.5f, f[j], 0.5f) * c[j];
      float next = Math.fma(Math.fma(0.5f, i[j], 0.5f), g[j], forget);
      c[j] = next;
      t[j] = next;
    }
  }

  /** {@code h ← o ⊙ t}, {@code o} as {@code 2σ - 1}. */
  static void gate(float[] o, float[] t, float[] h) {
    for (int j = 0; j < h.length; j++) {
      h[j] = Math.fma(0.5f, o[j], 0.5f) * t[j];
    }
  }

  /** {@code n ← n + r ⊙ m}, {@code r} as {@code 2σ - 1}. */
  static void addGated(float[] n, float[] r, float[] m) {
    for (int j = 0; j < n.length; j++) {
      n[j] = Math.fma(Math.fma(0.5f, r[j], 0.5f), m[j], n[j]);
    }
  }

  /** {@code h ← (1 - z) ⊙ n + z ⊙ h}, {@code z} as {@code 2σ - 1}. */
  static void blend(float[] z, float[] n, float[] h) {
    for (int j = 0; j < h.length; j++) {
      h[j] = Math.fma(Math.fma(0.5f, z[j], 0.5f), h[j] - n[j], n[j]);
    }
  }
}
