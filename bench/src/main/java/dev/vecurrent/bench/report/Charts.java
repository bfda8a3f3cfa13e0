package dev.vecurrent.bench.report;

import dev.vecurrent.bench.measure.Statistics;
import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.roofline.Roofline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What the page draws. Chart.js draws it; axes are logarithmic. */
final class Charts {

  /**
   * A chart.
   *
   * @param title what it shows
   * @param x what runs to the right, with its unit
   * @param y what runs upwards, with its unit
   * @param lines of points
   */
  record Chart(String title, String x, String y, List<Line> lines) {}

  /**
   * Points that belong together.
   *
   * @param name in the legend
   * @param drawn whether a line joins them
   * @param points from left to right
   */
  record Line(String name, boolean drawn, List<Point> points) {}

  /** A point. */
  record Point(double x, double y) {}

  private Charts() {}

  /** The charts for which there is something to draw. */
  static List<Chart> of(Measurements measured) {
    List<Chart> charts = new ArrayList<>();
    List<Cell> grid = measured.cells().stream().filter(c -> c.series().equals("full")).toList();
    for (String kind : List.of("lstm", "gru")) {
      String name = kind.toUpperCase(java.util.Locale.ROOT);
      for (int batch : new int[] {1, 32}) {
        charts.add(
            byEngine(
                name + ", N = " + batch + ", T = 100, one thread",
                "H = I, units",
                grid,
                c -> is(c, kind) && c.shape().batch() == batch && c.shape().steps() == 100,
                c -> c.shape().hidden()));
      }
      charts.add(
          byEngine(
              name + ", H = 128, T = 28, one thread",
              "N, sequences",
              grid,
              c -> is(c, kind) && c.shape().hidden() == 128 && c.shape().steps() == 28,
              c -> c.shape().batch()));
    }
    measured.roofline().ifPresent(roofline -> charts.add(rooflines(roofline, measured, grid)));
    charts.addAll(starts(measured));
    return charts.stream().filter(c -> !c.lines().isEmpty()).toList();
  }

  private static boolean is(Cell cell, String kind) {
    return cell.shape().cell().label().equals(kind);
  }

  private static Chart byEngine(
      String title, String x, List<Cell> cells, Predicate<Cell> which, ToDoubleFunction<Cell> at) {
    List<Cell> some = cells.stream().filter(which).toList();
    return new Chart(
        title,
        x,
        "GFLOP/s",
        lines(some, Cell::label, c -> new Point(at.applyAsDouble(c), c.gigaflops()), true));
  }

  private static <T> List<Line> lines(
      List<T> all, Function<T, String> name, Function<T, Point> point, boolean drawn) {
    Map<String, List<Point>> byName = new LinkedHashMap<>();
    for (T one : all) {
      byName.computeIfAbsent(name.apply(one), n -> new ArrayList<>()).add(point.apply(one));
    }
    List<Line> lines = new ArrayList<>();
    byName.forEach((label, points) -> {
      points.sort(Comparator.comparingDouble(Point::x));
      lines.add(new Line(label, drawn, points));
    });
    return lines;
  }

  /** Flops for each byte of weights that is streamed: R in every step, W in the first. */
  private static double intensity(Cell cell) {
    double streamed =
        cell.shape().weightBytes()
            + (cell.shape().steps() - 1.0) * cell.shape().recurrentWeightBytes();
    return cell.shape().flops() / streamed;
  }

  private static Chart rooflines(Roofline roofline, Measurements measured, List<Cell> grid) {
    List<Cell> ours = grid.stream().filter(c -> c.engine().equals("vecurrent")).toList();
    List<Line> lines = new ArrayList<>();
    for (JmhResult probe : measured.probes()) {
      if (probe.benchmark().endsWith(".read") && "1".equals(probe.params().get("threads"))) {
        double bandwidth = probe.primaryMetric().score();
        List<Point> points = new ArrayList<>();
        for (double at = 0.25; at <= 256; at *= 2) {
          points.add(new Point(at, Math.min(peak(measured), bandwidth * at)));
        }
        lines.add(new Line("roof of " + probe.params().get("level"), true, points));
      }
    }
    lines.addAll(
        lines(
            ours,
            c -> c.shape().cell().label() + ", bound by " + roofline.bound(c.shape()).by(),
            c -> new Point(intensity(c), c.gigaflops()),
            false));
    return new Chart(
        "Roofline of one core and the cells of the grid",
        "flops for each byte of weights read",
        "GFLOP/s",
        lines);
  }

  private static double peak(Measurements measured) {
    double[] peaks =
        measured.probes().stream()
            .filter(p -> p.benchmark().endsWith(".fma") && "1".equals(p.params().get("threads")))
            .mapToDouble(p -> p.primaryMetric().score())
            .toArray();
    return peaks.length == 0 ? Double.POSITIVE_INFINITY : Statistics.percentile(100, peaks);
  }

  /** A chart for each model: what a call takes, from the first one on. */
  private static List<Chart> starts(Measurements measured) {
    Map<String, List<JmhResult>> byModel = new LinkedHashMap<>();
    for (JmhResult result : measured.starts()) {
      if ("curve".equals(result.params().get("point"))) {
        byModel
            .computeIfAbsent(result.params().getOrDefault("model", ""), _ -> new ArrayList<>())
            .add(result);
      }
    }
    List<Chart> charts = new ArrayList<>();
    byModel.forEach((model, curve) ->
        charts.add(
            new Chart(
                "From the first call of a process on: " + model,
                "call",
                "ms a call",
                lines(
                    curve,
                    r ->
                        r.params().get("engine")
                            + ("cache".equals(r.params().get("aot")) ? " with an AOT cache" : ""),
                    r ->
                        new Point(
                            Double.parseDouble(r.params().getOrDefault("call", "")),
                            r.primaryMetric().score()),
                    true))));
    return charts;
  }
}
