package dev.vecurrent.bench.run;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Machine;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rooflines as a table for people. */
final class RooflineTable {

  private RooflineTable() {}

  static void print(PrintStream out, List<JmhResult> probes) {
    out.println("threads  what              best of 10 rounds ± half the quartiles' distance");
    for (JmhResult probe : probes) {
      Map<String, String> params = probe.params();
      String what =
          probe.benchmark().endsWith(".fma")
              ? "FMA, registers"
              : "read %s, %s"
                  .formatted(
                      params.getOrDefault("level", ""),
                      Machine.size(Long.parseLong(params.getOrDefault("bytes", "0"))));
      out.printf(
          Locale.ROOT,
          "%7s  %-22s %8.1f ± %.1f %s%n",
          params.getOrDefault("threads", ""),
          what,
          probe.primaryMetric().score(),
          probe.primaryMetric().scoreError(),
          probe.primaryMetric().scoreUnit());
    }
  }
}
