package dev.vecurrent.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.bench.measure.Timing;
import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.ResultFiles;
import dev.vecurrent.bench.roofline.Roofline;
import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan, its results and the table of them. */
class ForkTest {

  private static final Shape SHAPE = new Shape(CellKind.GRU, 5, 8, 2, 3, 1, 1);

  @TempDir private Path folder = Path.of("");

  private static ForkPlan plan() {
    return new ForkPlan(
        "test",
        List.of(EngineName.of("vecurrent"), EngineName.of("auto-vectorised")),
        List.of(SHAPE),
        0.01);
  }

  @Test
  void aPlanIsReadAsItWasWritten() {
    Path file = folder.resolve("plan.json");
    ResultFiles.writeJson(file, plan());
    assertThat(ResultFiles.readJson(file, ForkPlan.class)).isEqualTo(plan());
  }

  @Test
  void resultsCarryParametersRatiosAndAllocation() {
    List<JmhResult> results = Fork.measure(plan(), System.nanoTime());
    assertThat(results).hasSize(2);
    JmhResult ours = results.get(0);
    JmhResult theirs = results.get(1);
    assertThat(ours.benchmark()).isEqualTo("dev.vecurrent.bench.LayerBenchmark.run");
    assertThat(ours.params())
        .containsEntry("engine", "vecurrent")
        .containsEntry("cell", "gru")
        .containsEntry("input", "5")
        .containsEntry("hidden", "8")
        .containsEntry("batch", "2")
        .containsEntry("steps", "3")
        .containsEntry("layers", "1")
        .containsEntry("directions", "1")
        .containsEntry("threads", "1")
        .doesNotContainKey("peer");
    assertThat(ours.secondaryMetrics()).containsOnlyKeys("gc.alloc.rate.norm");
    assertThat(theirs.params()).containsEntry("peer", "vecurrent");
    assertThat(theirs.secondaryMetrics()).containsKeys("ratio", "gc.alloc.rate.norm");
    assertThat(theirs.primaryMetric().rawData()).singleElement().asList().hasSizeGreaterThan(3);
  }

  @Test
  void theTableNamesShapeShareAndRatio() {
    Roofline roofline = new Roofline(100, List.of(new Roofline.Bandwidth("L1", 1 << 20, 100)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Table(new PrintStream(bytes, true, StandardCharsets.UTF_8), roofline)
        .print(Fork.measure(plan(), System.nanoTime()));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("gru I=5 H=8 N=2 T=3", "auto-vectorised", " x ", "geometric mean of 1 ratios");
  }

  @Test
  void theTableKeepsPairsApart() {
    Roofline roofline = new Roofline(100, List.of(new Roofline.Bandwidth("L1", 1 << 20, 100)));
    List<EngineName> one = List.of(EngineName.of("vecurrent"), EngineName.of("auto-vectorised"));
    List<EngineName> two =
        List.of(EngineName.of("vecurrent-256"), EngineName.of("auto-vectorised"));
    List<JmhResult> results = new ArrayList<>(LayerResults.of(SHAPE, one, timings(2)));
    results.addAll(LayerResults.of(SHAPE, two, timings(3)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Table(new PrintStream(bytes, true, StandardCharsets.UTF_8), roofline)
        .print(JmhResult.merge(results));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("auto-vectorised to vecurrent: geometric mean of 1 ratios 2.00, least 2.00")
        .contains("auto-vectorised to vecurrent-256: geometric mean of 1 ratios 3.00, least 3.00");
  }

  private static List<Timing> timings(double ratio) {
    return List.of(
        new Timing(List.of(1.0), List.of(1.0), 0), new Timing(List.of(ratio), List.of(ratio), 0));
  }

  @Test
  void enginesAreNamedWithTheirThreads() {
    assertThat(EngineName.of("onnxruntime")).isEqualTo(new EngineName("onnxruntime", 1));
    assertThat(EngineName.of("onnxruntime:3")).isEqualTo(new EngineName("onnxruntime", 3));
    assertThat(EngineName.of("onnxruntime:all").threads())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(EngineName.of("onnxruntime:3")).hasToString("onnxruntime:3");
  }

  @Test
  void everyCellHasTime() {
    List<Shape> shapes = List.of(SHAPE, new Shape("lstm", 1024, 64, 100), SHAPE);
    TimeBudget budget = new TimeBudget(shapes, 60_000_000_000L);
    long light = budget.next(SHAPE);
    long heavy = budget.next(shapes.get(1));
    assertThat(light).isBetween(1_000_000_000L, 20_000_000_000L);
    assertThat(heavy).isGreaterThan(4 * light);
    assertThat(new TimeBudget(shapes, 0).next(SHAPE)).isPositive();
  }
}
