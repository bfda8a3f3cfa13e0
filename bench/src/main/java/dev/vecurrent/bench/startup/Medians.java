package dev.vecurrent.bench.startup;

import java.util.Arrays;

/** The middle of some numbers. */
final class Medians {

  private Medians() {}

  /** The median of numbers in any order; NaN where there is none. */
  static double of(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
