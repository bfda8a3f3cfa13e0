package dev.vecurrent.bench.startup;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the processes of each contestant showed: as a table, and in JMH's JSON. */
final class StartUpResults {

  private static final String BENCHMARK = "dev.vecurrent.bench.startup.StartUp.run";

  /** Points of the curve are this far apart, in milliseconds. */
  private static final int CURVE_STEP = 100;

  private final Map<Contestant, List<Started>> first = new LinkedHashMap<>();
  private final Map<Contestant, List<Started>> curves = new LinkedHashMap<>();

  /** Notes a process that ended with its first answer. */
  void addFirst(Contestant contestant, Started started) {
    first.computeIfAbsent(contestant, _ -> new ArrayList<>()).add(started);
  }

  /** Notes a process that went on. */
  void addCurve(Contestant contestant, Started started) {
    curves.computeIfAbsent(contestant, _ -> new ArrayList<>()).add(started);
  }

  /** The table: median, and lowest to highest. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-28s %26s %30s %14s%n",
            "milliseconds from start",
            "first answer",
            "90 % of the peak rate",
            "then us a call"));
    for (Contestant contestant : first.keySet()) {
      List<Started> longer = curves.getOrDefault(contestant, List.of());
      text.append(
          String.format(
              Locale.ROOT,
              "%-28s %26s %30s %14s%n",
              contestant.label(),
              spread(firsts(contestant)),
              spread(longer.stream().mapToDouble(Started::ninety).toArray()),
              number(Medians.of(longer.stream().mapToDouble(Started::peak).toArray()), 1)));
    }
    return text.toString();
  }

  private double[] firsts(Contestant contestant) {
    return first.getOrDefault(contestant, List.of()).stream().mapToDouble(Started::first).toArray();
  }

  private static String spread(double[] values) {
    if (values.length == 0) {
      return "-";
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return number(Medians.of(sorted), 0)
        + " ("
        + number(sorted[0], 0)
        + " to "
        + number(sorted[sorted.length - 1], 0)
        + ")";
  }

  private static String number(double value, int digits) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  /** As entries of JMH's JSON; values of each process are a fork of their own. */
  List<JmhResult> entries() {
    List<JmhResult> entries = new ArrayList<>();
    first.keySet().forEach(one -> add(entries, one, "first", "", "ms/op", firsts(one)));
    curves.forEach((contestant, started) -> {
      double[] nineties = started.stream().mapToDouble(Started::ninety).toArray();
      add(entries, contestant, "ninety", "", "ms/op", nineties);
      double end =
          started.stream()
              .mapToDouble(one -> one.windows().isEmpty() ? 0 : one.windows().getLast().end())
              .max()
              .orElse(0);
      for (int at = 0; at < end; at += CURVE_STEP) {
        int to = at + CURVE_STEP;
        int from = at;
        double[] micros = started.stream().mapToDouble(one -> one.between(from, to)).toArray();
        add(entries, contestant, "curve", Integer.toString(to), "us/op", micros);
      }
    });
    return entries;
  }

  /** Adds one result, where any process has a value. */
  private static void add(
      List<JmhResult> entries,
      Contestant contestant,
      String point,
      String second,
      String unit,
      double[] all) {
    List<List<Double>> forks =
        Arrays.stream(all).filter(value -> !Double.isNaN(value)).mapToObj(List::of).toList();
    if (forks.isEmpty()) {
      return;
    }
    Map<String, String> params = new LinkedHashMap<>();
    params.put("engine", contestant.engine());
    params.put("aot", contestant.aot());
    params.put("point", point);
    if (!second.isEmpty()) {
      params.put("second", second);
    }
    Metric metric = Metric.of(unit, forks);
    entries.add(JmhResult.of(BENCHMARK, "ss", params, metric, Map.of()));
  }
}
