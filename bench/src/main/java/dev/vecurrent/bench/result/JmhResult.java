package dev.vecurrent.bench.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.util.Version;

/**
 * One entry of JMH's JSON.
 *
 * @param jmhVersion of the library
 * @param benchmark class and method
 * @param mode {@code avgt} or {@code thrpt}
 * @param threads of JMH
 * @param forks processes that were measured
 * @param jvm the launcher's name, without its folder
 * @param jdkVersion such as 25.0.3
 * @param vmName of the virtual machine
 * @param vmVersion its build
 * @param params what was measured
 * @param primaryMetric the time or rate
 * @param secondaryMetrics others by name: {@code ratio} of a peer's time to that of {@code
 *     params.peer}, {@code gc.alloc.rate.norm} in bytes a call
 */
public record JmhResult(
    String jmhVersion,
    String benchmark,
    String mode,
    int threads,
    int forks,
    String jvm,
    String jdkVersion,
    String vmName,
    String vmVersion,
    Map<String, String> params,
    Metric primaryMetric,
    Map<String, Metric> secondaryMetrics) {

  /** A result of this process. */
  public static JmhResult of(
      String benchmark,
      String mode,
      Map<String, String> params,
      Metric primary,
      Map<String, Metric> secondary) {
    return new JmhResult(
        Version.getPlainVersion(),
        benchmark,
        mode,
        1,
        primary.rawData().size(),
        "java",
        System.getProperty("java.version", ""),
        System.getProperty("java.vm.name", ""),
        System.getProperty("java.vm.version", ""),
        params,
        primary,
        secondary);
  }

  /** Results of several processes as one list: entries of the same parameters become one. */
  public static List<JmhResult> merge(List<JmhResult> results) {
    Map<String, JmhResult> merged = new LinkedHashMap<>();
    for (JmhResult one : results) {
      String key = one.benchmark + new TreeMap<>(one.params);
      merged.merge(key, one, JmhResult::and);
    }
    return List.copyOf(merged.values());
  }

  private JmhResult and(JmhResult other) {
    Map<String, Metric> secondary = new TreeMap<>(secondaryMetrics);
    other.secondaryMetrics.forEach((name, metric) -> secondary.merge(name, metric, JmhResult::and));
    return of(benchmark, mode, params, and(primaryMetric, other.primaryMetric), secondary);
  }

  private static Metric and(Metric one, Metric other) {
    List<List<Double>> forks = new ArrayList<>(one.rawData());
    forks.addAll(other.rawData());
    return Metric.of(one.scoreUnit(), forks);
  }
}
