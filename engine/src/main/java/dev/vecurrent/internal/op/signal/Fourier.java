package dev.vecurrent.internal.op.signal;

import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Workspace;
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

  /** The work of a step of a loop over elements; that of an angle is much more. */
  static final int STEP = 4;

  private static final int ANGLE = 128;

  private static final int DIRECT = 32;

  /** Elements that are transformed between two looks at the watch; a power of two. */
  private static final int PIECE = 1 << 16;

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
    Watch watch = workspace.bounds().watch();
    if (power) {
      radix2(re, im, 0, 0, n, workspace.doubles(0, n), watch);
    } else if (n < DIRECT) {
      watch.spend((long) n * n * STEP);
      direct(re, im, n, workspace.doubles(1, 2L * n), workspace.doubles(3, 2L * n));
    } else {
      bluestein(re, im, n, m, workspace);
    }
  }

  /** The inverse transform: changing the two parts before and after turns the sign around. */
  static void inverse(double[] re, double[] im, int n, Workspace workspace) {
    forward(im, re, n, workspace);
    Watch watch = workspace.bounds().watch();
    for (int from = 0, end; from < n; from = end) {
      end = Pieces.end(watch, from, n, STEP);
      for (int i = from; i < end; i++) {
        re[i] /= n;
        im[i] /= n;
      }
    }
  }

  private static void tables(int n, int m, boolean power, Workspace workspace) {
    Watch watch = workspace.bounds().watch();
    if (m > 0) {
      double[] turns = workspace.doubles(0, m);
      for (int from = 0, end; from < m / 2; from = end) {
        end = Pieces.end(watch, from, m / 2, ANGLE);
        turns(turns, m / 2, from, end, m);
      }
    }
    if (power) {
      return;
    }
    double[] table = workspace.doubles(1, 2L * n);
    if (m == 0) {
      turns(table, n, 0, n, n);
      return;
    }
    double[] filter = workspace.doubles(2, 2L * m);
    for (int from = 0, end; from < 2 * m; from = end) {
      end = Pieces.end(watch, from, 2 * m, 1);
      Arrays.fill(filter, from, end, 0);
    }
    for (int from = 0, end; from < n; from = end) {
      end = Pieces.end(watch, from, n, ANGLE);
      chirp(table, filter, from, end, n, m);
    }
    radix2(filter, filter, 0, m, m, workspace.doubles(0, m), watch);
  }

  /** Cosines of parts of a turn, and behind them, from {@code sines} on, their sines. */
  private static void turns(double[] table, int sines, int from, int end, int parts) {
    for (int k = from; k < end; k++) {
      table[k] = Turns.cos(k, parts);
      table[sines + k] = Turns.sin(k, parts);
    }
  }

  /** {@code exp(-i pi k k / n)}: k k is reduced exactly before it becomes an angle. */
  private static void chirp(double[] table, double[] filter, int from, int end, int n, int m) {
    for (int k = from; k < end; k++) {
      long square = (long) k * k % (2L * n);
      table[k] = Turns.cos(square, 2L * n);
      table[n + k] = Turns.sin(square, 2L * n);
      int back = k == 0 ? 0 : m - k;
      filter[k] = table[k];
      filter[m + k] = table[n + k];
      filter[back] = table[k];
      filter[m + back] = table[n + k];
    }
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
    Watch watch = workspace.bounds().watch();
    double[] turns = workspace.doubles(0, m);
    double[] chirp = workspace.doubles(1, 2L * n);
    double[] filter = workspace.doubles(2, 2L * m);
    double[] a = workspace.doubles(3, 2L * m);
    for (int from = 0, end; from < n; from = end) {
      end = Pieces.end(watch, from, n, STEP);
      for (int k = from; k < end; k++) {
        a[k] = re[k] * chirp[k] + im[k] * chirp[n + k];
        a[m + k] = im[k] * chirp[k] - re[k] * chirp[n + k];
      }
    }
    for (int from = n, end; from < m; from = end) {
      end = Pieces.end(watch, from, m, 1);
      Arrays.fill(a, from, end, 0);
      Arrays.fill(a, m + from, m + end, 0);
    }
    radix2(a, a, 0, m, m, turns, watch);
    for (int from = 0, end; from < m; from = end) {
      end = Pieces.end(watch, from, m, STEP);
      for (int k = from; k < end; k++) {
        double x = a[k];
        double y = a[m + k];
        a[k] = x * filter[k] - y * filter[m + k];
        a[m + k] = x * filter[m + k] + y * filter[k];
      }
    }
    radix2(a, a, m, 0, m, turns, watch);
    for (int from = 0, end; from < n; from = end) {
      end = Pieces.end(watch, from, n, STEP);
      for (int k = from; k < end; k++) {
        double x = a[k] / m;
        double y = a[m + k] / m;
        re[k] = x * chirp[k] + y * chirp[n + k];
        im[k] = y * chirp[k] - x * chirp[n + k];
      }
    }
  }

  /** A transform of a power of two, decimated in time. */
  private static void radix2(
      double[] re, double[] im, int reAt, int imAt, int m, double[] turns, Watch watch) {
    int j = 0;
    for (int from = 1, end; from < m; from = end) {
      end = Pieces.end(watch, from, m, STEP);
      j = reverse(re, im, reAt, imAt, m, from, end, j);
    }
    int piece = Math.min(m, PIECE);
    for (int length = 2; length <= m; length <<= 1) {
      int half = length / 2;
      int step = m / length;
      for (int from = 0; from < m; from += piece) {
        watch.spend((long) piece * STEP);
        if (length <= piece) {
          int runs = piece / length;
          butterflies(re, im, reAt + from, imAt + from, runs, 0, half, half, step, turns);
        } else {
          // A part of the lower half of a longer run; those of the upper half are done with it.
          int k = from & (length - 1);
          int at = from - k;
          int end = k < half ? k + piece : k;
          butterflies(re, im, reAt + at, imAt + at, 1, k, end, half, step, turns);
        }
      }
    }
  }

  /** Moves elements {@code [from, end)} to where the bits of their places are reversed. */
  private static int reverse(
      double[] re, double[] im, int reAt, int imAt, int m, int from, int end, int last) {
    int j = last;
    for (int i = from; i < end; i++) {
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
    return j;
  }

  /** Elements {@code [first, end)} of the lower half of each run with those of the upper half. */
  private static void butterflies(
      double[] re,
      double[] im,
      int reAt,
      int imAt,
      int runs,
      int first,
      int end,
      int half,
      int step,
      double[] turns) {
    int sines = half * step;
    for (int run = 0; run < runs; run++) {
      int lower = run * 2 * half;
      for (int k = first; k < end; k++) {
        double c = turns[k * step];
        double s = turns[sines + k * step];
        int a = lower + k;
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

  private static void swap(double[] values, int i, int j) {
    double kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
}
