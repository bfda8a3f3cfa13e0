package dev.vecurrent.bench.roofline;

import dev.vecurrent.bench.result.CacheSizes;
import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measures the rooflines of this machine. */
public final class Probes {

  static final String BENCHMARK = "dev.vecurrent.bench.roofline.Roofline";

  /** Of the level's size: the rest is for what else the core touches. */
  private static final double SHARE = 0.75;

  /** L3 is shared, often with other machines. */
  private static final double SHARE_OF_L3 = 0.5;

  private Probes() {}

  /**
   * A working set.
   *
   * @param level where it is meant to be
   * @param bytes its size, for each thread
   */
  record WorkingSet(String level, long bytes) {}

  /** The working sets for caches of these sizes, smallest first. */
  static List<WorkingSet> workingSets(Map<String, Long> caches, long mostBytes) {
    List<WorkingSet> sets = new ArrayList<>();
    long last = 0;
    for (Map.Entry<String, Long> cache : new TreeMap<>(caches).entrySet()) {
      boolean third = cache.getKey().equals("L3");
      long bytes = (long) (cache.getValue() * (third ? SHARE_OF_L3 : SHARE));
      sets.add(new WorkingSet(cache.getKey(), bytes));
      last = cache.getValue();
    }
    sets.add(new WorkingSet("1 MiB", 1L << 20));
    sets.add(new WorkingSet("4 MiB", 4L << 20));
    sets.add(new WorkingSet("DRAM", Math.max(64L << 20, 4 * last)));
    return sets.stream()
        .map(set -> new WorkingSet(set.level(), Math.min(set.bytes(), mostBytes)))
        .sorted(Comparator.comparingLong(WorkingSet::bytes))
        .toList();
  }

  /** Peak and bandwidth of {@code threads} cores at once, one thread each. */
  public static List<JmhResult> measure(int threads) {
    Team.compile(FmaProbe::run);
    ReadProbe small = new ReadProbe(1 << 14);
    Team.compile(repetitions -> small.run(0, repetitions));
    List<JmhResult> results = new ArrayList<>();
    List<Double> fma =
        Team.rates(threads, () -> FmaProbe::run).stream()
            .map(rate -> rate * FmaProbe.flops())
            .toList();
    String count = Integer.toString(threads);
    results.add(result("fma", Map.of("threads", count), "GFLOP/s", fma));
    long mostBytes = Runtime.getRuntime().maxMemory() / 4 / threads;
    for (WorkingSet set : workingSets(CacheSizes.read(), mostBytes)) {
      List<Double> rates =
          Team.rates(threads, () -> aligned(new ReadProbe(set.bytes()))).stream()
              .map(rate -> rate * ReadProbe.bytes(set.bytes()))
              .toList();
      Map<String, String> params =
          Map.of("level", set.level(), "bytes", Long.toString(set.bytes()), "threads", count);
      results.add(result("read", params, "GB/s", rates));
    }
    return results;
  }

  /** Peak and bandwidth of one core, then of all together. */
  public static List<JmhResult> measureAll() {
    List<JmhResult> results = new ArrayList<>(measure(1));
    int cores = Runtime.getRuntime().availableProcessors();
    if (cores > 1) {
      results.addAll(measure(cores));
    }
    return results;
  }

  /** The probe at the offset that reads fastest: the one on a cache line's boundary. */
  private static Team.Work aligned(ReadProbe probe) {
    int best = 0;
    double bestRate = 0;
    for (int offset = 0; offset < ReadProbe.MARGIN; offset += 2) {
      int at = offset;
      double rate = Team.rate(repetitions -> probe.run(at, repetitions), 6_000_000L);
      if (rate > bestRate) {
        bestRate = rate;
        best = offset;
      }
    }
    int fastest = best;
    return repetitions -> probe.run(fastest, repetitions);
  }

  private static JmhResult result(
      String method, Map<String, String> params, String unit, List<Double> samples) {
    return JmhResult.of(
        BENCHMARK + "." + method,
        "thrpt",
        new TreeMap<>(params),
        Metric.best(unit, List.of(samples)),
        Map.of());
  }
}
