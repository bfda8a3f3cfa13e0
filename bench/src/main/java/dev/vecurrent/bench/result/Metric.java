package dev.vecurrent.bench.result;

import dev.vecurrent.bench.measure.Statistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A metric of JMH's JSON. Where JMH itself wrote it, {@code score} is a mean with a confidence
 * interval; here it is the median with half the distance between the quartiles, and the quartiles.
 *
 * @param score the median, or the best of a roofline's rounds
 * @param scoreError half the distance between the quartiles
 * @param scoreConfidence the quartiles
 * @param scorePercentiles by percent
 * @param scoreUnit such as {@code us/op}
 * @param rawData samples of each fork
 */
public record Metric(
    double score,
    double scoreError,
    List<Double> scoreConfidence,
    Map<String, Double> scorePercentiles,
    String scoreUnit,
    List<List<Double>> rawData) {

  private static final double[] PERCENTS = {0, 50, 90, 95, 99, 100};

  /** The metric of rates of which the best one counts: what slows the machine is not its peak. */
  public static Metric best(String unit, List<List<Double>> rawData) {
    Metric median = of(unit, rawData);
    double best = median.scorePercentiles.getOrDefault("100.0", median.score);
    return new Metric(
        best, median.scoreError, median.scoreConfidence, median.scorePercentiles, unit, rawData);
  }

  /** The metric of samples. */
  public static Metric of(String unit, List<List<Double>> rawData) {
    double[] all =
        rawData.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
    Map<String, Double> percentiles = new TreeMap<>();
    for (double percent : PERCENTS) {
      percentiles.put(Double.toString(percent), Statistics.percentile(percent, all));
    }
    return new Metric(
        Statistics.median(all),
        Statistics.spread(all),
        List.of(Statistics.percentile(25, all), Statistics.percentile(75, all)),
        percentiles,
        unit,
        rawData);
  }
}
