package dev.vecurrent.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Metric;
import dev.vecurrent.bench.result.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportTest {

  private static final String LAYER = "dev.vecurrent.bench.LayerBenchmark.run";

  @TempDir private Path folder;

  private static JmhResult layer(
      String engine, String cell, int hidden, int batch, int steps, double micros, double ratio) {
    Map<String, String> params = new TreeMap<>();
    params.put("engine", engine);
    params.put("cell", cell);
    params.put("hidden", Integer.toString(hidden));
    params.put("batch", Integer.toString(batch));
    params.put("steps", Integer.toString(steps));
    Map<String, Metric> more = new TreeMap<>();
    if (ratio > 0) {
      more.put("ratio", Metric.of("", List.of(List.of(ratio))));
    }
    more.put("gc.alloc.rate.norm", Metric.of("B/op", List.of(List.of(0.0))));
    Metric time = Metric.of("us/op", List.of(List.of(micros)));
    return JmhResult.of(LAYER, "avgt", params, time, more);
  }

  private static JmhResult probe(String what, String level, long bytes, double score) {
    Map<String, String> params = new TreeMap<>(Map.of("threads", "1"));
    if (bytes > 0) {
      params.put("level", level);
      params.put("bytes", Long.toString(bytes));
    }
    Metric metric = Metric.of("GB/s", List.of(List.of(score)));
    return JmhResult.of(
        "dev.vecurrent.bench.roofline.Roofline." + what, "thrpt", params, metric, Map.of());
  }

  private Measurements grid(String peer) {
    List<JmhResult> results = new ArrayList<>();
    results.add(layer("vecurrent", "lstm", 32, 1, 1, 2, 0));
    results.add(layer(peer, "lstm", 32, 1, 1, 8, 4));
    results.add(layer("vecurrent", "lstm", 128, 32, 100, 4000, 0));
    results.add(layer(peer, "lstm", 128, 32, 100, 4000, 1));
    ResultFiles.write(folder.resolve("full.json"), results);
    ResultFiles.write(
        folder.resolve("roofline.json"),
        List.of(probe("fma", "", 0, 250), probe("read", "L2", 1 << 20, 100)));
    return Measurements.read(folder);
  }

  private static List<String> row(Table table, String what) {
    return table.rows().stream().filter(r -> r.getFirst().equals(what)).findFirst().orElseThrow();
  }

  @Test
  void aimsAreComparedWithWhatWasMeasured() {
    Table table = Headlines.of(grid("onnxruntime"));
    // The geometric mean of 4 and 1 is 2.
    assertThat(row(table, "LSTM to ONNX Runtime, geometric mean"))
        .containsExactly(
            "LSTM to ONNX Runtime, geometric mean", ">= 2.0", "2.00 of 2 cells", "yes");
    assertThat(row(table, "LSTM to ONNX Runtime, least cell"))
        .contains("1.00 (lstm I=128 H=128 N=32 T=100); 0 cells below 1", "yes");
    assertThat(row(table, "LSTM N=1 T=1 H=32 to ONNX Runtime")).contains(">= 40.0", "4.00", "no");
    assertThat(row(table, "LSTM to oneDNN, geometric mean")).contains("not measured");
    // 2 * 4 * 128 * 256 * 32 * 100 flops in 4 ms are 209.7 GFLOP/s of 250.
    assertThat(row(table, "share of the binding roofline, batched, H >= 128"))
        .contains("median 84 %, least 84 %", "no");
    assertThat(row(table, "bytes allocated per call, most")).contains("0 in 2 cells", "yes");
  }

  @Test
  void namesFromFilesAreEscaped() {
    String page = Page.of(grid("<b>&\"'</script>"));
    assertThat(page).contains("&lt;b&gt;&amp;&quot;&#39;&lt;/script&gt;").doesNotContain("<b>&\"");
    assertThat(page.split("</script>", -1)).hasSize(3);
  }

  @Test
  void thePageNeedsNothingElse() {
    String page = Page.of(grid("onnxruntime"));
    assertThat(page).doesNotContain(" src=").doesNotContain("<link").doesNotContain("<!--heat-->");
    assertThat(page).contains("\"title\":\"LSTM, N = 32, T = 100, one thread\"");
    assertThat(page).contains("LSTM, T = 1, ratio to onnxruntime", ">4.00</td>");
    assertThat(page).contains("The machine is not known");
  }

  @Test
  void startsAndUnknownBenchmarksAreShown() {
    JmhResult ours = start("vecurrent", "first", 123.0);
    JmhResult theirs = start("onnxruntime", "first", 456.0);
    JmhResult curve = start("vecurrent", "curve", 7.0);
    curve.params().put("call", "10");
    JmhResult other =
        JmhResult.of(
            "org.example.Other.run",
            "avgt",
            Map.of("size", "7"),
            Metric.of("us/op", List.of(List.of(5.0))),
            Map.of());
    ResultFiles.write(folder.resolve("more.json"), List.of(ours, theirs, curve, other));
    Measurements measured = Measurements.read(folder);
    assertThat(
            row(
                Headlines.of(measured),
                "process start to first answer, ms, ours and ONNX Runtime's"))
        .contains("voice 123, 456");
    assertThat(Page.of(measured))
        .contains("Other.run", "size=7", "From the first call of a process on: voice");
  }

  private static JmhResult start(String engine, String point, double millis) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("model", "voice");
    params.put("engine", engine);
    params.put("aot", "none");
    params.put("point", point);
    return JmhResult.of(
        "dev.vecurrent.bench.start.StartCommand.run",
        "ss",
        params,
        Metric.of("ms/op", List.of(List.of(millis))),
        Map.of());
  }

  @Test
  void filesThatAreNotUnderstoodAreRefused() throws IOException {
    Files.writeString(folder.resolve("bad.json"), "{\"benchmark\": 1}");
    assertThatThrownBy(() -> Measurements.read(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad.json");
    Map<String, String> params = Map.of("engine", "x", "cell", "lstm", "hidden", "many");
    Metric time = Metric.of("us/op", List.of(List.of(1.0)));
    ResultFiles.write(
        folder.resolve("bad.json"), List.of(JmhResult.of(LAYER, "avgt", params, time, Map.of())));
    assertThatThrownBy(() -> Measurements.read(folder))
        .hasMessage("bad.json, entry 0: params.hidden: expected a number, found 'many'");
  }

  @Test
  void textAroundTheMeasuredPartStays() throws IOException {
    Path file = folder.resolve("RESULTS.md");
    Files.writeString(file, "# Results\n");
    MarkedFile.replace(file, "one");
    Files.writeString(file, Files.readString(file) + "after\n");
    MarkedFile.replace(file, "two");
    String twice = Files.readString(file);
    MarkedFile.replace(file, "two");
    assertThat(Files.readString(file))
        .isEqualTo(twice)
        .isEqualTo(
            "# Results\n\n" + MarkedFile.BEGIN + "\n\ntwo\n\n" + MarkedFile.END + "\nafter\n");
    Files.writeString(file, MarkedFile.END + MarkedFile.BEGIN);
    assertThatThrownBy(() -> MarkedFile.replace(file, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCommandWritesBothFiles() throws IOException {
    grid("onnxruntime");
    Path page = folder.resolve("page.html");
    Path markdown = folder.resolve("RESULTS.md");
    int exit =
        new CommandLine(new ReportCommand())
            .execute(
                "--results",
                folder.toString(),
                "--out",
                page.toString(),
                "--markdown",
                markdown.toString());
    assertThat(exit).isZero();
    assertThat(page).isNotEmptyFile();
    assertThat(Files.readString(markdown)).contains("| LSTM to ONNX Runtime, geometric mean |");
  }
}
