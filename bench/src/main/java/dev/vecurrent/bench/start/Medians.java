package dev.vecurrent.bench.start;

import dev.vecurrent.bench.measure.Statistics;

/** The middle of some numbers. */
final class Medians {

  private Medians() {}

  /** The median of numbers in any order; NaN where there is none. */
  static double of(double[] values) {
    return values.length == 0 ? Double.NaN : Statistics.median(values);
  }
}
