package dev.vecurrent.bench.start;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** What the processes of each contestant showed with one model: as a table, and in JMH's JSON. */
final class StartResults {

  private static final String BENCHMARK = "dev.vecurrent.bench.start.StartCommand.run";

  private final String model;
  private final Map<Contestant, List<Started>> continuous = new LinkedHashMap<>();
  private final Map<Contestant, List<Started>> paced = new LinkedHashMap<>();

  StartResults(String model) {
    this.model = model;
  }

  /** Notes a process that called as fast as it could. */
  void addContinuous(Contestant contestant, Started started) {
    continuous.computeIfAbsent(contestant, _ -> new ArrayList<>()).add(started);
  }

  /** Notes a process that called once a hop. */
  void addPaced(Contestant contestant, Started started) {
    paced.computeIfAbsent(contestant, _ -> new ArrayList<>()).add(started);
  }

  /** The table: medians over processes. */
  String table() {
    StringBuilder text = new StringBuilder(model).append('\n');
    text.append(
        String.format(
            Locale.ROOT,
            "  %-30s %7s %6s |%7s%7s%7s%7s%7s |%8s |%8s%7s |%9s |%5s%8s%n",
            "median",
            "first",
            "CPU",
            "1",
            "10",
            "100",
            "500",
            "2000",
            "in 1 s",
            "settled",
            "CPU",
            "us",
            "late",
            "longest"));
    for (Contestant one : contestants()) {
      text.append(String.format(Locale.ROOT, "  %-30s", one.label()));
      column(text, " %7s", median(continuous, one, Started::first));
      column(text, " %6s", median(continuous, one, Started::firstCpu));
      text.append(" |");
      for (int mark : MeasuredCalls.MARKS) {
        column(text, "%7s", median(continuous, one, reached(mark)));
      }
      column(text, " |%8s", median(continuous, one, Started::second));
      column(text, " |%8s", median(continuous, one, started -> started.settled().at()));
      column(text, "%7s", median(continuous, one, started -> started.settled().cpu()));
      column(text, " |%9s", 1e3 * median(continuous, one, Started::last));
      column(text, " |%5s", median(paced, one, Started::late));
      column(text, "%8s", median(paced, one, Started::longest));
      text.append('\n');
    }
    return text.toString();
  }

  private List<Contestant> contestants() {
    List<Contestant> all = new ArrayList<>(continuous.keySet());
    paced.keySet().stream().filter(one -> !all.contains(one)).forEach(all::add);
    return all;
  }

  private static ToDoubleFunction<Started> reached(int mark) {
    return started -> started.reached().getOrDefault(mark, Double.NaN);
  }

  private static void column(StringBuilder text, String format, double value) {
    String number = Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.0f", value);
    text.append(String.format(Locale.ROOT, format, number));
  }

  private static double median(
      Map<Contestant, List<Started>> from, Contestant one, ToDoubleFunction<Started> value) {
    return Medians.of(values(from, one, value));
  }

  private static double[] values(
      Map<Contestant, List<Started>> from, Contestant one, ToDoubleFunction<Started> value) {
    return from.getOrDefault(one, List.of()).stream()
        .mapToDouble(value)
        .filter(each -> !Double.isNaN(each))
        .toArray();
  }

  /** As entries of JMH's JSON; values of each process are a fork of their own. */
  List<JmhResult> entries() {
    List<JmhResult> entries = new ArrayList<>();
    for (Contestant one : contestants()) {
      add(entries, one, "first", "ms/op", values(continuous, one, Started::first));
      add(entries, one, "first-cpu", "ms/op", values(continuous, one, Started::firstCpu));
      for (int mark : MeasuredCalls.MARKS) {
        add(entries, one, "after-" + mark, "ms/op", values(continuous, one, reached(mark)));
      }
      add(entries, one, "first-second", "calls", values(continuous, one, Started::second));
      add(entries, one, "settled", "ms/op", values(continuous, one, it -> it.settled().at()));
      add(entries, one, "settled-cpu", "ms/op", values(continuous, one, it -> it.settled().cpu()));
      add(entries, one, "last", "ms/op", values(continuous, one, Started::last));
      add(entries, one, "late", "calls", values(paced, one, Started::late));
      add(entries, one, "longest", "ms/op", values(paced, one, Started::longest));
      addCurve(entries, one);
    }
    return entries;
  }

  private void addCurve(List<JmhResult> entries, Contestant one) {
    TreeSet<Integer> numbers = new TreeSet<>();
    continuous.getOrDefault(one, List.of()).forEach(it -> numbers.addAll(it.calls().keySet()));
    for (int number : numbers) {
      double[] millis = values(continuous, one, it -> it.calls().getOrDefault(number, Double.NaN));
      Map<String, String> params = params(one, "curve");
      params.put("call", Integer.toString(number));
      add(entries, params, "ms/op", millis);
    }
  }

  private Map<String, String> params(Contestant contestant, String point) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("model", model);
    params.put("engine", contestant.engine());
    params.put("aot", contestant.aot());
    params.put("point", point);
    return params;
  }

  private void add(
      List<JmhResult> entries, Contestant contestant, String point, String unit, double[] all) {
    add(entries, params(contestant, point), unit, all);
  }

  /** Adds one result, where any process has a value. */
  private static void add(
      List<JmhResult> entries, Map<String, String> params, String unit, double[] all) {
    if (all.length > 0) {
      List<List<Double>> forks = Arrays.stream(all).mapToObj(List::of).toList();
      entries.add(JmhResult.of(BENCHMARK, "ss", params, Metric.of(unit, forks), Map.of()));
    }
  }
}
