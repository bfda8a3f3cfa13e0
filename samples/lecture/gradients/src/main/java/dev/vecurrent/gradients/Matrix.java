package dev.vecurrent.gradients;

import java.util.Arrays;

/** Square matrices, row by row. */
final class Matrix {

  private static final int MOST_ROUNDS = 100_000;

  private Matrix() {}

  static double[] identity(int n) {
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    return identity;
  }

  static double[] product(double[] a, double[] b, int n) {
    double[] c = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        double factor = a[i * n + k];
        for (int j = 0; j < n; j++) {
          c[i * n + j] = Math.fma(factor, b[k * n + j], c[i * n + j]);
        }
      }
    }
    return c;
  }

  /** The largest singular value: how much a vector can grow. By the power method on A'A. */
  static double norm(double[] a, int n) {
    double scale = Arrays.stream(a).map(Math::abs).max().orElse(0);
    if (scale == 0 || !Double.isFinite(scale)) {
      return scale;
    }
    double[] v = new double[n];
    Arrays.setAll(v, i -> 1 + i / (double) n); // no symmetry that could hide a direction
    double before = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] u = new double[n];
      double[] w = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          u[i] = Math.fma(a[i * n + j] / scale, v[j], u[i]);
        }
        for (int j = 0; j < n; j++) {
          w[j] = Math.fma(a[i * n + j] / scale, u[i], w[j]);
        }
      }
      double norm = length(u) / length(v);
      if (Math.abs(norm - before) <= 1e-14 * norm) {
        return norm * scale;
      }
      before = norm;
      double length = length(w);
      Arrays.setAll(v, j -> w[j] / length);
    }
    return before * scale;
  }

  private static double length(double[] v) {
    double squares = 0;
    for (double x : v) {
      squares = Math.fma(x, x, squares);
    }
    return Math.sqrt(squares);
  }
}
