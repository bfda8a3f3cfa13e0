package dev.vecurrent.bench.measure;

import java.util.List;

/**
 * What came of one contender.
 *
 * @param micros time of a call in microseconds, one sample a round
 * @param ratios of each round: this contender's time divided by the first one's
 * @param bytesPerCall heap that a call takes
 */
public record Timing(List<Double> micros, List<Double> ratios, double bytesPerCall) {

  /** Copies the lists. */
  public Timing {
    micros = List.copyOf(micros);
    ratios = List.copyOf(ratios);
  }

  /** The median time. */
  public double medianMicros() {
    return Statistics.median(array(micros));
  }

  /** The median of the paired ratios. */
  public double medianRatio() {
    return Statistics.median(array(ratios));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
