package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.op.base.Workspace;

/**
 * Sums of many floats in double precision. Every eighth element goes to one of eight sums, so that
 * none need wait for its own last term; the eight are added in order at last.
 */
public final class EightSums {

  /** Elements that are added before the work of the next is counted: a multiple of eight. */
  private static final int PART = 1 << 18;

  private EightSums() {}

  /** The sum of {@code x[from, from + size)}. */
  public static double of(float[] x, int from, int size, Workspace workspace) {
    double[] sums = workspace.eightSums();
    for (int done = 0; done < size; done += PART) {
      int some = Math.min(PART, size - done);
      workspace.spend(some);
      add(x, from + done, some, sums);
    }
    return sum(sums);
  }

  /** The sum of the squares of {@code x[i] - mean}, likewise. */
  public static double ofSquares(float[] x, int from, int size, double mean, Workspace workspace) {
    double[] sums = workspace.eightSums();
    for (int done = 0; done < size; done += PART) {
      int some = Math.min(PART, size - done);
      workspace.spend(some);
      addSquares(x, from + done, some, mean, sums);
    }
    return sum(sums);
  }

  private static void add(float[] x, int from, int size, double[] s) {
    double s0 = s[0];
    double s1 = s[1];
    double s2 = s[2];
    double s3 = s[3];
    double s4 = s[4];
    double s5 = s[5];
    double s6 = s[6];
    double s7 = s[7];
    int end = from + size;
    int i = from;
    for (; i + 8 <= end; i += 8) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    for (; i < end; i++) {
      s0 += x[i];
    }
    s[0] = s0;
    s[1] = s1;
    s[2] = s2;
    s[3] = s3;
    s[4] = s4;
    s[5] = s5;
    s[6] = s6;
    s[7] = s7;
  }

  private static void addSquares(float[] x, int from, int size, double mean, double[] s) {
    double s0 = s[0];
    double s1 = s[1];
    double s2 = s[2];
    double s3 = s[3];
    double s4 = s[4];
    double s5 = s[5];
    double s6 = s[6];
    double s7 = s[7];
    int end = from + size;
    int i = from;
    for (; i + 8 <= end; i += 8) {
      s0 = plusSquare(x[i] - mean, s0);
      s1 = plusSquare(x[i + 1] - mean, s1);
      s2 = plusSquare(x[i + 2] - mean, s2);
      s3 = plusSquare(x[i + 3] - mean, s3);
      s4 = plusSquare(x[i + 4] - mean, s4);
      s5 = plusSquare(x[i + 5] - mean, s5);
      s6 = plusSquare(x[i + 6] - mean, s6);
      s7 = plusSquare(x[i + 7] - mean, s7);
    }
    for (; i < end; i++) {
      s0 = plusSquare(x[i] - mean, s0);
    }
    s[0] = s0;
    s[1] = s1;
    s[2] = s2;
    s[3] = s3;
    s[4] = s4;
    s[5] = s5;
    s[6] = s6;
    s[7] = s7;
  }

  private static double sum(double[] s) {
    return s[0] + s[1] + s[2] + s[3] + s[4] + s[5] + s[6] + s[7];
  }

  private static double plusSquare(double x, double sum) {
    return Math.fma(x, x, sum);
  }
}
