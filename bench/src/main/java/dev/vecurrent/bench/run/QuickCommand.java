package dev.vecurrent.bench.run;

import dev.vecurrent.bench.measure.Timing;
import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.roofline.Probes;
import dev.vecurrent.bench.roofline.Roofline;
import dev.vecurrent.bench.shape.Series;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench quick}. */
@Command(
    name = "quick",
    mixinStandardHelpOptions = true,
    description =
        "Ratios to ONNX Runtime and oneDNN over a corner of the grid, in one process and in less"
            + " than three minutes. One thread each.")
public final class QuickCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CELL", description = "lstm, gru; by default both.")
  private List<String> cells = List.of("lstm", "gru");

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Time for the cells; ${DEFAULT-VALUE} by default.")
  private double seconds = 140;

  @Option(
      names = "--engines",
      paramLabel = "NAME",
      split = ",",
      description = "Contenders, by default ${DEFAULT-VALUE}; ratios are to the first one.")
  private List<String> engines = List.of("vecurrent", "onnxruntime", "onednn");

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() {
    List<EngineName> names = EngineName.available(engines.stream().map(EngineName::of).toList());
    List<Shape> shapes =
        Series.QUICK.shapes().stream()
            .filter(shape -> cells.contains(shape.cell().label()))
            .toList();
    List<JmhResult> probes = Probes.measure(1);
    RooflineTable.print(System.out, probes);
    long start = System.nanoTime();
    CellRun.warmProcess(names, shapes);
    TimeBudget budget =
        new TimeBudget(shapes, (long) (seconds * 1e9) - (System.nanoTime() - start));
    Table table = new Table(System.out, Roofline.of(probes));
    table.header();
    List<JmhResult> all = new ArrayList<>(probes);
    for (Shape shape : shapes) {
      Optional<List<Timing>> timings = CellRun.of(shape, names, budget.next(shape));
      if (timings.isEmpty()) {
        System.out.println(shape + ": left out, a call takes over 2 s");
        continue;
      }
      List<JmhResult> cell = LayerResults.of(shape, names, timings.get());
      table.line(shape, cell);
      all.addAll(cell);
    }
    table.summary();
    results.write("quick", all, "quick");
    return 0;
  }
}
