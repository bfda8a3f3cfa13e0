package dev.vecurrent.bench.run;

import dev.vecurrent.bench.measure.Timing;
import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Metric;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Timings of a shape as entries of JMH's JSON. */
final class LayerResults {

  /** The JMH benchmark that measures the same. */
  static final String BENCHMARK = "dev.vecurrent.bench.LayerBenchmark.run";

  static final String RATIO = "ratio";
  static final String BYTES = "gc.alloc.rate.norm";
  static final String PEER = "peer";

  private LayerResults() {}

  /**
   * An entry for each engine. Those after the first carry the metric {@code ratio}, their time
   * divided by the first one's, whose name is {@code params.peer}.
   */
  static List<JmhResult> of(Shape shape, List<EngineName> engines, List<Timing> timings) {
    List<JmhResult> results = new ArrayList<>();
    for (int e = 0; e < engines.size(); e++) {
      Timing timing = timings.get(e);
      Map<String, String> params = params(shape, engines.get(e));
      Map<String, Metric> secondary = new TreeMap<>();
      secondary.put(BYTES, Metric.of("B/op", List.of(List.of(timing.bytesPerCall()))));
      if (e > 0) {
        params.put(PEER, engines.getFirst().engine());
        secondary.put(RATIO, Metric.of("", List.of(timing.ratios())));
      }
      Metric time = Metric.of("us/op", List.of(timing.micros()));
      results.add(JmhResult.of(BENCHMARK, "avgt", params, time, secondary));
    }
    return results;
  }

  private static Map<String, String> params(Shape shape, EngineName engine) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("engine", engine.engine());
    params.put("cell", shape.cell().label());
    params.put("input", Integer.toString(shape.input()));
    params.put("hidden", Integer.toString(shape.hidden()));
    params.put("batch", Integer.toString(shape.batch()));
    params.put("steps", Integer.toString(shape.steps()));
    params.put("layers", Integer.toString(shape.layers()));
    params.put("directions", Integer.toString(shape.directions()));
    params.put("threads", Integer.toString(engine.threads()));
    return params;
  }
}
