package dev.vecurrent.bench.measure;

import java.util.Arrays;

/** Order statistics. */
public final class Statistics {

  private Statistics() {}

  /** The middle value. */
  public static double median(double... values) {
    return percentile(50, values);
  }

  /**
   * A percentile, linear between neighbouring ranks.
   *
   * @param percent 0 to 100
   */
  public static double percentile(double percent, double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double rank = percent / 100 * (sorted.length - 1);
    int below = (int) Math.floor(rank);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  /** Half of the distance between the quartiles. */
  public static double spread(double... values) {
    return (percentile(75, values) - percentile(25, values)) / 2;
  }

  /** The geometric mean of positive values. */
  public static double geometricMean(double... values) {
    return Math.exp(Arrays.stream(values).map(Math::log).average().orElseThrow());
  }
}
