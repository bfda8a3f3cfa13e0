package dev.vecurrent.internal.op.signal;

import dev.vecurrent.internal.op.Workspace;
import java.util.Arrays;

/**
 * Discrete Fourier transforms of one length after the other, in double: {@code X[k] = sum x[j]
 * exp(-2 pi i j k / n)}. Powers of two go by radix 2, other lengths below {@link #DIRECT} by the
 * direct sum, the rest by Bluestein's convolution. Which way is a matter of the length alone.
 *
 * <p>Tables are made when the length changes and stay in the workspace: slot 0 has cosines and
 * sines of the radix-2 transform, slot 1 the chirp or the table of the direct sum, slot 2 the
 * spectrum of Bluestein's filter, slot 3 what is being transformed; the integer is the length.
 */
final class Fourier {

  /** The longest transform. */
  static final int MOST = 1 << 27;

  private static final int DIRECT = 32;

  private Fourier() {}

  /** Transforms the first {@code n} places of both arrays in place. */
  static void forward(double[] re, double[] im, int n, Workspace workspace) {
    boolean power = (n & (n - 1)) == 0;
    int m = power ? n : n < DIRECT ? 0 : Integer.highestOneBit(2 * n - 2) << 1;
    int[] key = workspace.ints(0, 1);
    if (key[0] != n) {
      key[0] = 0;
      tables(n, m, power, workspace);
      key[0] = n;
    }
    if (power) {
      radix2(re, im, 0, 0, n, workspace.doubles(0, n));
    } else if (n < DIRECT) {
      direct(re, im, n, workspace.doubles(1, 2L * n), workspace.doubles(3, 2L * n));
    } else {
      bluestein(re, im, n, m, workspace);
    }
  }

  /** The inverse transform: changing the two parts before and after turns the sign around. */
  static void inverse(double[] re, double[] im, int n, Workspace workspace) {
    forward(im, re, n, workspace);
    for (int i = 0; i < n; i++) {
      re[i] /= n;
      im[i] /= n;
    }
  }

  private static void tables(int n, int m, boolean power, Workspace workspace) {
    if (m > 0) {
      double[] turns = workspace.doubles(0, m);
      for (int k = 0; k < m / 2; k++) {
        turns[k] = Turns.cos(k, m);
        turns[m / 2 + k] = Turns.sin(k, m);
      }
    }
    if (power) {
      return;
    }
    double[] table = workspace.doubles(1, 2L * n);
    if (m == 0) {
      for (int k = 0; k < n; k++) {
        table[k] = Turns.cos(k, n);
        table[n + k] = Turns.sin(k, n);
      }
      return;
    }
    // exp(-i pi k k / n): k k is reduced exactly before it becomes an angle.
    double[] filter = workspace.doubles(2, 2L * m);
    Arrays.fill(filter, 0, 2 * m, 0);
    for (int k = 0; k < n; k++) {
      long square = (long) k * k % (2L * n);
      table[k] = Turns.cos(square, 2L * n);
      table[n + k] = Turns.sin(square, 2L * n);
      int back = k == 0 ? 0 : m - k;
      filter[k] = table[k];
      filter[m + k] = table[n + k];
      filter[back] = table[k];
      filter[m + back] = table[n + k];
    }
    radix2(filter, filter, 0, m, m, workspace.doubles(0, m));
  }

  private static void direct(double[] re, double[] im, int n, double[] turns, double[] scratch) {
    for (int k = 0; k < n; k++) {
      double sumRe = 0;
      double sumIm = 0;
      int turn = 0;
      for (int j = 0; j < n; j++) {
        double c = turns[turn];
        double s = turns[n + turn];
        sumRe += re[j] * c + im[j] * s;
        sumIm += im[j] * c - re[j] * s;
        turn += k;
        turn -= turn >= n ? n : 0;
      }
      scratch[k] = sumRe;
      scratch[n + k] = sumIm;
    }
    System.arraycopy(scratch, 0, re, 0, n);
    System.arraycopy(scratch, n, im, 0, n);
  }

  private static void bluestein(double[] re, double[] im, int n, int m, Workspace workspace) {
    double[] turns = workspace.doubles(0, m);
    double[] chirp = workspace.doubles(1, 2L * n);
    double[] filter = workspace.doubles(2, 2L * m);
    double[] a = workspace.doubles(3, 2L * m);
    for (int k = 0; k < n; k++) {
      a[k] = re[k] * chirp[k] + im[k] * chirp[n + k];
      a[m + k] = im[k] * chirp[k] - re[k] * chirp[n + k];
    }
    Arrays.fill(a, n, m, 0);
    Arrays.fill(a, m + n, 2 * m, 0);
    radix2(a, a, 0, m, m, turns);
    for (int k = 0; k < m; k++) {
      double x = a[k];
      double y = a[m + k];
      a[k] = x * filter[k] - y * filter[m + k];
      a[m + k] = x * filter[m + k] + y * filter[k];
    }
    radix2(a, a, m, 0, m, turns);
    for (int k = 0; k < n; k++) {
      double x = a[k] / m;
      double y = a[m + k] / m;
      re[k] = x * chirp[k] + y * chirp[n + k];
      im[k] = y * chirp[k] - x * chirp[n + k];
    }
  }

  /** A transform of a power of two, decimated in time. */
  private static void radix2(double[] re, double[] im, int reAt, int imAt, int m, double[] turns) {
    for (int i = 1, j = 0; i < m; i++) {
      int bit = m >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        swap(re, reAt + i, reAt + j);
        swap(im, imAt + i, imAt + j);
      }
    }
    for (int length = 2; length <= m; length <<= 1) {
      int half = length / 2;
      int step = m / length;
      for (int from = 0; from < m; from += length) {
        for (int k = 0; k < half; k++) {
          double c = turns[k * step];
          double s = turns[m / 2 + k * step];
          int a = from + k;
          int b = a + half;
          double x = re[reAt + b] * c + im[imAt + b] * s;
          double y = im[imAt + b] * c - re[reAt + b] * s;
          re[reAt + b] = re[reAt + a] - x;
          im[imAt + b] = im[imAt + a] - y;
          re[reAt + a] += x;
          im[imAt + a] += y;
        }
      }
    }
  }

  private static void swap(double[] values, int i, int j) {
    double kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
}
