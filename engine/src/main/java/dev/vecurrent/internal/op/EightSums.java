package dev.vecurrent.internal.op;

/**
 * Sums of many floats in double precision. Every eighth element goes to one of eight sums, so that
 * none need wait for its own last term; the eight are added in order at last.
 */
public final class EightSums {

  private EightSums() {}

  /** The sum of {@code x[from, from + size)}. */
  public static double of(float[] x, int from, int size) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
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
    return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
  }

  /** The sum of the squares of {@code x[i] - mean}, likewise. */
  public static double ofSquares(float[] x, int from, int size, double mean) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
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
    return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
  }

  private static double plusSquare(double x, double sum) {
    return Math.fma(x, x, sum);
  }
}
