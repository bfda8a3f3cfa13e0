package dev.vecurrent.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.ResultFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartResultsTest {

  private static final Contestant PLAIN = new Contestant("vecurrent", "none", List.of(), false);
  private static final Contestant CACHED = new Contestant("onnxruntime", "cache", List.of(), false);

  private static StartResults results() {
    StartResults results = new StartResults("voice");
    for (double first : new double[] {300, 1100, 310}) {
      results.addContinuous(
          PLAIN,
          Started.of(
              first,
              2 * first,
              List.of("reached 12.0 1.0", "calls 1.0 12.0", "second 900.0 0.0", "answer 0")));
    }
    results.addContinuous(CACHED, Started.of(200, 250, List.of("answer 0")));
    results.addContinuous(CACHED, Started.of(210, 270, List.of("answer 0")));
    results.addPaced(CACHED, Started.of(200, 250, List.of("late 3 375 91.0", "answer 0")));
    return results;
  }

  @Test
  void tableHasMedians() {
    assertThat(results().table().lines())
        .hasSize(4)
        .anyMatch(line ->
            line.matches(" +vecurrent +310 +620 [|] +12 +- +- +- +- [|] +900 [|].*[|] +- +-"))
        .anyMatch(line -> line.matches(" +onnxruntime, AOT cache +205 +260 .*[|] +3 +91"));
  }

  @Test
  void jsonHasTheFormOfJmh(@TempDir Path folder) {
    Path file = folder.resolve("start.json");
    ResultFiles.write(file, results().entries());
    List<JmhResult> read = ResultFiles.read(file);
    assertThat(read)
        .hasSize(5 + 4)
        .allMatch(one -> one.benchmark().equals("dev.vecurrent.bench.start.StartCommand.run"));
    assertThat(read.getFirst().params())
        .isEqualTo(
            Map.of("model", "voice", "engine", "vecurrent", "aot", "none", "point", "first"));
    assertThat(read.getFirst().primaryMetric().rawData())
        .containsExactly(List.of(300.0), List.of(1100.0), List.of(310.0));
    assertThat(read)
        .extracting(one -> one.params().get("point"))
        .containsExactly(
            "first",
            "first-cpu",
            "after-1",
            "first-second",
            "curve",
            "first",
            "first-cpu",
            "late",
            "longest");
    assertThat(read.get(4).params()).containsEntry("call", "1");
  }
}
