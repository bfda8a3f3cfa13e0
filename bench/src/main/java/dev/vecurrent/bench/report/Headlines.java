package dev.vecurrent.bench.report;

import static java.util.stream.Collectors.joining;

import dev.vecurrent.bench.measure.Statistics;
import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.roofline.Roofline;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The aims, what was measured, and whether it reaches them. */
final class Headlines {

  private static final String GRID = "full";
  private static final String OURS = "vecurrent";
  private static final String NOT_MEASURED = "not measured";

  private final Measurements measured;
  private final List<List<String>> rows = new ArrayList<>();

  private Headlines(Measurements measured) {
    this.measured = measured;
  }

  /** The table of aims. */
  static Table of(Measurements measured) {
    Headlines all = new Headlines(measured);
    all.ratios();
    all.rooflines();
    all.smallSteps();
    all.threads();
    all.rest();
    return new Table(
        "Aims and what was measured. A ratio is the peer's time divided by Vecurrent's, the median"
            + " of paired samples; above 1 Vecurrent is faster.",
        List.of("what", "aim", "measured", "met"),
        all.rows);
  }

  private void ratios() {
    geometric("LSTM to ONNX Runtime, geometric mean", "onnxruntime", "lstm", 2.0);
    least("LSTM to ONNX Runtime, least cell", "onnxruntime", "lstm");
    geometric("LSTM to oneDNN, geometric mean", "onednn", "lstm", 1.5);
    least("LSTM to oneDNN, least cell", "onednn", "lstm");
    geometric("GRU to ONNX Runtime, geometric mean", "onnxruntime", "gru", 2.0);
    geometric("RNN to ONNX Runtime, geometric mean", "onnxruntime", "rnn", 5.0);
    single("LSTM N=1 T=1", 1, 1, new int[] {32, 64, 128}, 40, 12, 6);
    single("LSTM N=1 T=100", 1, 100, new int[] {32, 128, 512}, 3, 1.8, 1.5);
    single("LSTM N=32 T=100", 32, 100, new int[] {64, 128, 256, 512}, 1.3, 1.25, 1.2, 1.15);
  }

  private double[] ratios(String peer, Predicate<Shape> which) {
    return measured
        .cells(GRID, peer)
        .filter(c -> which.test(c.shape()) && !Double.isNaN(c.ratio()))
        .mapToDouble(Cell::ratio)
        .toArray();
  }

  private static Predicate<Shape> cell(String name) {
    return shape -> shape.cell().label().equals(name);
  }

  private void geometric(String what, String peer, String cell, double aim) {
    double[] ratios = ratios(peer, cell(cell));
    if (ratios.length == 0) {
      row(what, atLeast(aim), NOT_MEASURED, "");
      return;
    }
    double mean = Statistics.geometricMean(ratios);
    row(
        what,
        atLeast(aim),
        String.format(Locale.ROOT, "%.2f of %d cells", mean, ratios.length),
        met(mean >= aim));
  }

  private void least(String what, String peer, String cell) {
    Optional<Cell> least =
        measured
            .cells(GRID, peer)
            .filter(c -> cell(cell).test(c.shape()) && !Double.isNaN(c.ratio()))
            .min(Comparator.comparingDouble(Cell::ratio));
    long below = Arrays.stream(ratios(peer, cell(cell))).filter(r -> r < 1).count();
    row(
        what,
        atLeast(1.0),
        least
            .map(c ->
                String.format(
                    Locale.ROOT, "%.2f (%s); %d cells below 1", c.ratio(), c.shape(), below))
            .orElse(NOT_MEASURED),
        least.map(c -> met(c.ratio() >= 1)).orElse(""));
  }

  private void single(String what, int batch, int steps, int[] hidden, double... aims) {
    for (int i = 0; i < hidden.length; i++) {
      int size = hidden[i];
      double[] ratio =
          ratios(
              "onnxruntime",
              s ->
                  cell("lstm").test(s)
                      && s.batch() == batch
                      && s.steps() == steps
                      && s.hidden() == size);
      row(
          what + " H=" + size + " to ONNX Runtime",
          atLeast(aims[i]),
          ratio.length == 0 ? NOT_MEASURED : String.format(Locale.ROOT, "%.2f", ratio[0]),
          ratio.length == 0 ? "" : met(ratio[0] >= aims[i]));
    }
  }

  private void rooflines() {
    Optional<Roofline> roofline = measured.roofline();
    share(roofline, "batched, H >= 128", 0.85, s -> s.batch() >= 8 && s.hidden() >= 128);
    share(roofline, "N = 1, T = 100", 0.80, s -> s.batch() == 1 && s.steps() == 100);
  }

  private void share(Optional<Roofline> roofline, String what, double aim, Predicate<Shape> which) {
    ToDoubleFunction<Cell> share =
        c -> roofline.map(r -> r.share(c.shape(), c.micros())).orElse(Double.NaN);
    double[] shares =
        measured
            .cells(GRID, OURS)
            .filter(c -> which.test(c.shape()) && !cell("rnn").test(c.shape()))
            .mapToDouble(share)
            .filter(s -> !Double.isNaN(s))
            .toArray();
    boolean none = shares.length == 0;
    double median = none ? 0 : Statistics.median(shares);
    row(
        "share of the binding roofline, " + what,
        String.format(Locale.ROOT, ">= %.0f %%", 100 * aim),
        none
            ? NOT_MEASURED
            : String.format(
                Locale.ROOT,
                "median %.0f %%, least %.0f %%",
                100 * median,
                100 * Statistics.percentile(0, shares)),
        none ? "" : met(Statistics.percentile(0, shares) >= aim));
  }

  private void smallSteps() {
    int[] sizes = {4, 8, 16, 32, 64};
    int[] published = {78, 142, 321, 884, 3225};
    for (int i = 0; i < sizes.length; i++) {
      int size = sizes[i];
      Optional<Cell> step =
          measured
              .cells("series-small", OURS)
              .filter(c -> cell("lstm").test(c.shape()) && c.shape().hidden() == size)
              .findFirst();
      int limit = published[i];
      row(
          "LSTM step H=" + size,
          String.format(Locale.ROOT, "<= %d ns (RTNeural's figure, another machine)", limit),
          step.map(c -> String.format(Locale.ROOT, "%.0f ns", 1e3 * c.micros()))
              .orElse(NOT_MEASURED),
          step.map(c -> met(1e3 * c.micros() <= limit)).orElse(""));
    }
  }

  private void threads() {
    speedUp("bidirectional", 1.8, s -> s.directions() == 2);
    speedUp("2 stacked layers, T=100", 1.6, s -> s.layers() == 2);
    speedUp("H=128 N=32", 1.9, s -> s.batch() == 32 && s.hidden() == 128);
    speedUp("H=1024 N=1", 1.6, s -> s.hidden() == 1024 && cell("lstm").test(s));
    double[] all = speedUps(s -> true);
    row(
        "all threads against one, slowest",
        atLeast(1.0),
        all.length == 0
            ? NOT_MEASURED
            : String.format(Locale.ROOT, "%.2f", Statistics.percentile(0, all)),
        all.length == 0 ? "" : met(Statistics.percentile(0, all) >= 1));
  }

  private double[] speedUps(Predicate<Shape> which) {
    return measured
        .cells("series-threads", OURS)
        .filter(c -> which.test(c.shape()) && !Double.isNaN(c.ratio()))
        .mapToDouble(Cell::ratio)
        .toArray();
  }

  private void speedUp(String what, double aim, Predicate<Shape> which) {
    double[] ratios = speedUps(which);
    row(
        "all threads against one, " + what,
        atLeast(aim),
        ratios.length == 0 ? NOT_MEASURED : String.format(Locale.ROOT, "%.2f", ratios[0]),
        ratios.length == 0 ? "" : met(ratios[0] >= aim));
  }

  private void rest() {
    double[] bytes =
        measured.cells().stream()
            .filter(c -> c.engine().equals(OURS) && !Double.isNaN(c.bytes()))
            .mapToDouble(Cell::bytes)
            .toArray();
    double most = bytes.length == 0 ? Double.NaN : Statistics.percentile(100, bytes);
    row(
        "bytes allocated per call, most",
        "0",
        bytes.length == 0
            ? NOT_MEASURED
            : String.format(Locale.ROOT, "%.0f in %d cells", most, bytes.length),
        bytes.length == 0 ? "" : met(most == 0));
    double[] loops =
        measured
            .cells("series-strategies", "auto-vectorised")
            .filter(c -> c.peer().equals(OURS) && !Double.isNaN(c.ratio()))
            .mapToDouble(Cell::ratio)
            .toArray();
    row(
        "Vector API to loops that C2 vectorises, geometric mean",
        "shown",
        loops.length == 0
            ? NOT_MEASURED
            : String.format(Locale.ROOT, "%.2f", Statistics.geometricMean(loops)),
        "");
    start("first", "process start to first answer");
    start("settled", "compiled model to 1.2 of the final time of a call");
    denormals();
  }

  /** Ours and ONNX Runtime's for each model, without an AOT cache. */
  private void start(String point, String what) {
    Map<String, Map<String, Double>> byModel = new LinkedHashMap<>();
    for (JmhResult result : measured.starts()) {
      Map<String, String> params = result.params();
      if (point.equals(params.get("point")) && "none".equals(params.get("aot"))) {
        byModel
            .computeIfAbsent(params.getOrDefault("model", ""), _ -> new LinkedHashMap<>())
            .put(params.getOrDefault("engine", ""), result.primaryMetric().score());
      }
    }
    String figures =
        byModel.entrySet().stream()
            .filter(each -> each.getValue().keySet().containsAll(List.of(OURS, "onnxruntime")))
            .map(each ->
                String.format(
                    Locale.ROOT,
                    "%s %.0f, %.0f",
                    each.getKey(),
                    each.getValue().get(OURS),
                    each.getValue().get("onnxruntime")))
            .collect(joining("; "));
    row(
        what + ", ms, ours and ONNX Runtime's",
        point.equals("first") ? "below ONNX Runtime's" : "shown",
        figures.isEmpty() ? NOT_MEASURED : figures,
        "");
  }

  private void denormals() {
    double least = Double.POSITIVE_INFINITY;
    for (JmhResult result : measured.denormals()) {
      Map<String, String> params = result.params();
      if (!OURS.equals(params.get("engine")) || "normal".equals(params.get("values"))) {
        continue;
      }
      double normal =
          measured.denormals().stream()
              .filter(r -> "normal".equals(r.params().get("values")) && sameBut(r, params))
              .mapToDouble(r -> r.primaryMetric().score())
              .findFirst()
              .orElse(Double.NaN);
      least = Math.min(least, normal / result.primaryMetric().score());
    }
    boolean none = least == Double.POSITIVE_INFINITY;
    row(
        "speed with states decaying into denormals, relative to normal",
        ">= 0.95",
        none ? NOT_MEASURED : String.format(Locale.ROOT, "%.2f at least", least),
        none ? "" : met(least >= 0.95));
  }

  private static boolean sameBut(JmhResult result, Map<String, String> params) {
    return params.entrySet().stream()
        .filter(e -> !e.getKey().equals("values") && !e.getKey().equals("peer"))
        .allMatch(e -> e.getValue().equals(result.params().get(e.getKey())));
  }

  private static String atLeast(double aim) {
    return String.format(Locale.ROOT, ">= %s", aim);
  }

  private static String met(boolean isMet) {
    return isMet ? "yes" : "no";
  }

  private void row(String what, String aim, String figure, String met) {
    rows.add(List.of(what, aim, figure, met));
  }
}
