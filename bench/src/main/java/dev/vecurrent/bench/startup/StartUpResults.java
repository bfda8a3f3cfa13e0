package dev.vecurrent.bench.startup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the processes of each contestant showed: as a table, and in JMH's JSON. */
final class StartUpResults {

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

  /** An array of results in the form of JMH's {@code -rf json}. */
  String json() {
    List<String> entries = new ArrayList<>();
    for (Contestant contestant : first.keySet()) {
      entries.add(entry(contestant, "first", "", "ms/op", firsts(contestant)));
    }
    curves.forEach((contestant, started) -> {
      entries.add(
          entry(
              contestant,
              "ninety",
              "",
              "ms/op",
              started.stream().mapToDouble(Started::ninety).toArray()));
      double end =
          started.stream()
              .mapToDouble(one -> one.windows().isEmpty() ? 0 : one.windows().getLast().end())
              .max()
              .orElse(0);
      for (int at = 0; at < end; at += CURVE_STEP) {
        int to = at + CURVE_STEP;
        int from = at;
        double[] micros = started.stream().mapToDouble(one -> one.between(from, to)).toArray();
        entries.add(entry(contestant, "curve", Integer.toString(to), "us/op", micros));
      }
    });
    return "[\n"
        + String.join(",\n", entries.stream().filter(one -> !one.isEmpty()).toList())
        + "\n]\n";
  }

  /** One result; empty where no process has a value. */
  private static String entry(
      Contestant contestant, String point, String second, String unit, double[] all) {
    double[] values = Arrays.stream(all).filter(value -> !Double.isNaN(value)).toArray();
    if (values.length == 0) {
      return "";
    }
    String raw =
        String.join(", ", Arrays.stream(values).mapToObj(value -> "[" + value + "]").toList());
    return """
      {
        "jmhVersion": "1.37",
        "benchmark": "dev.vecurrent.bench.startup.StartUp.run",
        "mode": "ss",
        "threads": 1,
        "forks": %d,
        "jdkVersion": "%s",
        "vmName": "%s",
        "vmVersion": "%s",
        "warmupIterations": 0,
        "measurementIterations": 1,
        "params": {"engine": "%s", "aot": "%s", "point": "%s"%s},
        "primaryMetric": {
          "score": %s,
          "scoreError": "NaN",
          "scoreConfidence": ["NaN", "NaN"],
          "scoreUnit": "%s",
          "rawData": [%s]
        },
        "secondaryMetrics": {}
      }\
    """
        .formatted(
            values.length,
            System.getProperty("java.version"),
            System.getProperty("java.vm.name"),
            System.getProperty("java.vm.version"),
            contestant.engine(),
            contestant.aot(),
            point,
            second.isEmpty() ? "" : ", \"second\": \"" + second + "\"",
            Medians.of(values),
            unit,
            raw);
  }
}
