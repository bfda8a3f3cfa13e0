package dev.vecurrent.bench.run;

import dev.vecurrent.bench.contender.Contenders;
import dev.vecurrent.bench.contender.Network;
import dev.vecurrent.bench.measure.Entrant;
import dev.vecurrent.bench.measure.PairedRun;
import dev.vecurrent.bench.measure.Timing;
import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Metric;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench denormals}. */
@Command(
    name = "denormals",
    mixinStandardHelpOptions = true,
    description =
        "Time with states that decay through denormals and with denormal weights, beside the same"
            + " shape with ordinary numbers.")
public final class DenormalsCommand implements Callable<Integer> {

  private static final String BENCHMARK = "dev.vecurrent.bench.Denormals.run";

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("lstm", 128, 1, 100),
          new Shape("lstm", 128, 32, 100),
          new Shape("gru", 128, 1, 100),
          new Shape("gru", 128, 32, 100));

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Time for each engine and shape; ${DEFAULT-VALUE} by default.")
  private double seconds = 5;

  @Option(
      names = "--engines",
      paramLabel = "NAME",
      split = ",",
      description = "vecurrent, onnxruntime; by default both.")
  private List<String> engines = List.of("vecurrent", "onnxruntime");

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() {
    System.out.println("x: time divided by that with normal numbers, median of paired ratios");
    List<JmhResult> all = new ArrayList<>();
    List<EngineName> names = EngineName.available(engines.stream().map(EngineName::of).toList());
    CellRun.warmProcess(names, SHAPES);
    for (EngineName name : names) {
      for (Shape shape : SHAPES) {
        all.addAll(measure(name, shape));
      }
    }
    results.write("denormals", all, "denormals");
    return 0;
  }

  private List<JmhResult> measure(EngineName name, Shape shape) {
    Map<String, Network> networks = new LinkedHashMap<>();
    networks.put("normal", DenormalNetworks.normal(shape));
    networks.put("decaying", DenormalNetworks.decaying(shape));
    networks.put("tiny", DenormalNetworks.tiny(shape));
    List<String> values = List.copyOf(networks.keySet());
    List<Entrant> entrants = new ArrayList<>();
    try {
      networks.forEach((value, network) ->
          entrants.add(
              new Entrant(value, Contenders.open(name.engine(), name.threads(), network))));
      List<Timing> timings =
          PairedRun.of(shape, entrants, false, (long) (seconds * 1e9))
              .orElseThrow(() -> new IllegalStateException(shape + " takes over 2 s"));
      List<JmhResult> entries = new ArrayList<>();
      StringBuilder line = new StringBuilder();
      for (int v = 0; v < values.size(); v++) {
        Timing timing = timings.get(v);
        entries.add(entry(name, shape, values.get(v), timing, v > 0));
        line.append(
            String.format(
                Locale.ROOT,
                "  %s %.2f us x %.3f",
                values.get(v),
                timing.medianMicros(),
                timing.medianRatio()));
      }
      System.out.printf(Locale.ROOT, "%-12s %-26s%s%n", name, shape, line);
      return entries;
    } finally {
      entrants.forEach(entrant -> entrant.contender().close());
    }
  }

  private static JmhResult entry(
      EngineName name, Shape shape, String values, Timing timing, boolean withRatio) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("engine", name.engine());
    params.put("cell", shape.cell().label());
    params.put("hidden", Integer.toString(shape.hidden()));
    params.put("batch", Integer.toString(shape.batch()));
    params.put("steps", Integer.toString(shape.steps()));
    params.put("values", values);
    Metric time = Metric.of("us/op", List.of(timing.micros()));
    Map<String, Metric> secondary = Map.of();
    if (withRatio) {
      params.put(LayerResults.PEER, "normal");
      secondary = Map.of(LayerResults.RATIO, Metric.of("", List.of(timing.ratios())));
    }
    return JmhResult.of(BENCHMARK, "avgt", params, time, secondary);
  }
}
