package dev.vecurrent.bench.run;

import dev.vecurrent.bench.measure.Statistics;
import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Metric;
import dev.vecurrent.bench.roofline.Roofline;
import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Results of layers as a table for people. */
final class Table {

  private final PrintStream out;
  private final Roofline roofline;

  /** Ratios by cell and pair of engines. */
  private final Map<String, List<Double>> ratios = new TreeMap<>();

  Table(PrintStream out, Roofline roofline) {
    this.out = out;
    this.roofline = roofline;
  }

  /**
   * Prints a line for each entry without a peer, with the entries after it that are measured
   * against it; then geometric means and least ratios.
   */
  void print(List<JmhResult> results) {
    header();
    int from = 0;
    for (int to = 1; to <= results.size(); to++) {
      if (to == results.size() || !results.get(to).params().containsKey(LayerResults.PEER)) {
        line(shape(results.get(from).params()), results.subList(from, to));
        from = to;
      }
    }
    summary();
  }

  void header() {
    out.println(
        "Median time of a call in microseconds, ± half the distance between quartiles. share: of"
            + " the binding roofline of one core.");
    out.println(
        "x: the other's time divided by the first one's, median of paired ratios;"
            + " above 1 the first is faster.");
    out.printf(
        Locale.ROOT,
        "%-42s %-12s %22s %8s %6s %-6s %6s%n",
        "shape",
        "engine",
        "us",
        "GFLOP/s",
        "share",
        "of",
        "B/call");
  }

  /** Prints what was measured of one shape, the first engine first. */
  void line(Shape shape, List<JmhResult> engines) {
    JmhResult first = engines.getFirst();
    Metric time = first.primaryMetric();
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-42s %-12s %22s %8.1f %5.0f%% %-6s %6.0f",
                shape,
                name(first),
                time(time),
                shape.flops() / time.score() / 1e3,
                100 * roofline.share(shape, time.score()),
                roofline.bound(shape).by(),
                score(first, LayerResults.BYTES)));
    for (JmhResult other : engines.subList(1, engines.size())) {
      String name = name(other);
      Metric ratio = other.secondaryMetrics().get(LayerResults.RATIO);
      line.append("  ").append(name).append(' ').append(time(other.primaryMetric()));
      if (ratio != null) {
        line.append(String.format(Locale.ROOT, " x %.2f", ratio.score()));
        ratios
            .computeIfAbsent(
                shape.cell() + ", " + name + " to " + name(first), key -> new ArrayList<>())
            .add(ratio.score());
      }
    }
    out.println(line);
  }

  void summary() {
    ratios.forEach((key, values) -> {
      double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
      out.printf(
          Locale.ROOT,
          "%s: geometric mean of %d ratios %.2f, least %.2f%n",
          key,
          all.length,
          Statistics.geometricMean(all),
          Statistics.percentile(0, all));
    });
  }

  private static String name(JmhResult result) {
    return new EngineName(
            result.params().getOrDefault("engine", ""), number(result.params(), "threads"))
        .toString();
  }

  private static String time(Metric time) {
    return String.format(Locale.ROOT, "%.2f ± %.2f", time.score(), time.scoreError());
  }

  private static double score(JmhResult result, String name) {
    Metric metric = result.secondaryMetrics().get(name);
    return metric == null ? Double.NaN : metric.score();
  }

  private static Shape shape(Map<String, String> params) {
    return new Shape(
        CellKind.of(params.getOrDefault("cell", "")),
        number(params, "input"),
        number(params, "hidden"),
        number(params, "batch"),
        number(params, "steps"),
        number(params, "layers"),
        number(params, "directions"));
  }

  private static int number(Map<String, String> params, String name) {
    return Integer.parseInt(params.getOrDefault(name, "1"));
  }
}
