package dev.vecurrent.bench.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.ResultFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpResultsTest {

  private static final Contestant PLAIN = new Contestant("vecurrent", "none", List.of(), false);
  private static final Contestant CACHED = new Contestant("onnxruntime", "cache", List.of(), false);

  private static Started first(double millis) {
    return new Started(millis, List.of(), List.of(1f));
  }

  private static StartUpResults results() {
    StartUpResults results = new StartUpResults();
    results.addFirst(PLAIN, first(300));
    results.addFirst(CACHED, first(200));
    results.addFirst(CACHED, first(210));
    results.addFirst(PLAIN, first(1100));
    results.addFirst(PLAIN, first(310));
    Started.Window slow = new Started.Window(350, 80);
    Started.Window fast = new Started.Window(550, 8);
    results.addCurve(
        PLAIN, new Started(310, List.of(slow, fast, fast, fast, fast, fast), List.of(1f)));
    return results;
  }

  @Test
  void tableHasMediansAndSpread() {
    assertThat(results().table().lines())
        .hasSize(3)
        .anyMatch(line ->
            line.startsWith("vecurrent ")
                && line.contains("310 (300 to 1,100)")
                && line.contains("550 (550 to 550)")
                && line.endsWith("8.0"))
        .anyMatch(line ->
            line.startsWith("onnxruntime, AOT cache ")
                && line.contains("205 (200 to 210)")
                && line.endsWith("-"));
  }

  @Test
  void jsonHasTheFormOfJmh(@TempDir Path folder) {
    Path file = folder.resolve("startup.json");
    ResultFiles.write(file, results().entries());
    List<JmhResult> read = ResultFiles.read(file);
    assertThat(read)
        .hasSize(2 + 1 + 2)
        .allMatch(one -> one.benchmark().equals("dev.vecurrent.bench.startup.StartUp.run"));
    assertThat(read.getFirst().params())
        .isEqualTo(Map.of("engine", "vecurrent", "aot", "none", "point", "first"));
    assertThat(read.getFirst().primaryMetric().rawData())
        .containsExactly(List.of(300.0), List.of(1100.0), List.of(310.0));
    assertThat(read.get(1).primaryMetric().score()).isEqualTo(205.0);
    assertThat(read.get(2).params()).containsEntry("point", "ninety").doesNotContainKey("second");
    assertThat(read.subList(3, 5))
        .allMatch(one -> one.primaryMetric().scoreUnit().equals("us/op"))
        .allMatch(one -> "curve".equals(one.params().get("point")))
        .extracting(one -> one.params().get("second"))
        .containsExactly("400", "600");
  }
}
