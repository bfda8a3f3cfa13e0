package dev.vecurrent.bench;

import dev.vecurrent.bench.startup.StartUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./vecurrent bench}: JMH with the options given; {@code quick} for ratios to ONNX Runtime
 * over a grid of shapes in a few minutes; {@code startup} for processes from their start.
 */
public final class Main {

  private Main() {}

  /**
   * Starts JMH, the quick run, or the measurement of processes from their start.
   *
   * @param args {@code quick [CELL ...]}, {@code startup [OPTIONS]}, or JMH's options, such as
   *     {@code -p hidden=64 -f 1}; {@code -h} lists them
   */
  public static void main(String[] args) throws Exception {
    List<String> options = new ArrayList<>(List.of(args));
    if (!options.isEmpty() && options.getFirst().equals("quick")) {
      quick(options.size() > 1 ? options.subList(1, options.size()) : List.of("lstm", "gru"));
      return;
    }
    if (!options.isEmpty() && options.getFirst().equals("startup")) {
      int status =
          StartUp.run(
              options.subList(1, options.size()),
              steps -> LayerModel.bytes(new Shape("lstm", StartUp.HIDDEN, 1, steps)));
      if (status != 0) {
        System.exit(status);
      }
      return;
    }
    if (options.isEmpty()) {
      options.add("LayerBenchmark");
    }
    org.openjdk.jmh.Main.main(options.toArray(String[]::new));
  }

  private static void quick(List<String> cells) {
    System.out.println(
        "one thread; time of a call in microseconds; ratio above 1: Vecurrent is faster");
    System.out.println("cell     H   N    T   vecurrent  onnxruntime   ratio   GFLOP/s");
    // The first cell of a process would be measured before the JIT compiler knows what is hot.
    PairedRun.of(NamedShapes.quick(cells).getFirst(), "onnxruntime");
    double logs = 0;
    int count = 0;
    for (Shape shape : NamedShapes.quick(cells)) {
      PairedRun.Result result = PairedRun.of(shape, "onnxruntime");
      logs += Math.log(result.ratio());
      count++;
      System.out.printf(
          Locale.ROOT,
          "%-5s %4d %3d %4d %11.2f %12.2f %7.2f %9.1f%n",
          shape.cell(),
          shape.hidden(),
          shape.batch(),
          shape.steps(),
          result.ours(),
          result.theirs(),
          result.ratio(),
          shape.flops() / result.ours() / 1e3);
    }
    System.out.printf(Locale.ROOT, "geometric mean of the ratios: %.2f%n", Math.exp(logs / count));
  }
}
