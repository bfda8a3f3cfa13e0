package dev.vecurrent.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Results on disk. */
class ResultFilesTest {

  @TempDir private Path folder = Path.of("");

  private static JmhResult result(String engine, List<Double> samples) {
    return JmhResult.of(
        "dev.vecurrent.bench.LayerBenchmark.run",
        "avgt",
        Map.of("engine", engine, "hidden", "128"),
        Metric.of("us/op", List.of(samples)),
        Map.of("ratio", Metric.of("", List.of(List.of(1.5, 2.5)))));
  }

  @Test
  void whatIsWrittenIsRead() {
    List<JmhResult> results = List.of(result("a", List.of(1.0, 2.0, 4.0)));
    Path file = folder.resolve("new/folder/results.json");
    ResultFiles.write(file, results);
    assertThat(ResultFiles.read(file)).isEqualTo(results);
  }

  @Test
  void theFileHasTheFieldsOfJmh() throws Exception {
    Path file = folder.resolve("results.json");
    ResultFiles.write(file, List.of(result("a", List.of(1.0, 2.0, 4.0))));
    JsonNode entry = JsonMapper.shared().readTree(Files.readString(file)).get(0);
    assertThat(entry.required("benchmark").asString())
        .isEqualTo("dev.vecurrent.bench.LayerBenchmark.run");
    assertThat(entry.required("mode").asString()).isEqualTo("avgt");
    assertThat(entry.required("forks").asInt()).isEqualTo(1);
    assertThat(entry.required("jmhVersion").asString()).isNotBlank();
    assertThat(entry.required("params").required("hidden").asString()).isEqualTo("128");
    JsonNode primary = entry.required("primaryMetric");
    assertThat(primary.required("score").asDouble()).isEqualTo(2);
    assertThat(primary.required("scoreUnit").asString()).isEqualTo("us/op");
    assertThat(primary.required("rawData").get(0).get(2).asDouble()).isEqualTo(4);
    assertThat(entry.required("secondaryMetrics").required("ratio").required("score").asDouble())
        .isEqualTo(2);
  }

  @Test
  void whatJmhWroteIsRead() throws Exception {
    Path file = folder.resolve("jmh.json");
    Files.writeString(
        file,
        """
        [{"jmhVersion": "1.37", "benchmark": "a.B.run", "mode": "avgt", "threads": 1, "forks": 1,
          "jvm": "java", "jvmArgs": ["-Xmx1g"], "jdkVersion": "25", "vmName": "x", "vmVersion": "y",
          "warmupIterations": 5, "params": {"engine": "vecurrent"},
          "primaryMetric": {"score": 3.0, "scoreError": "NaN", "scoreConfidence": ["NaN", "NaN"],
            "scorePercentiles": {"0.0": 3.0}, "scoreUnit": "us/op", "rawData": [[3.0]]},
          "secondaryMetrics": {}}]
        """);
    assertThat(ResultFiles.read(file))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.primaryMetric().score()).isEqualTo(3);
          assertThat(entry.primaryMetric().scoreError()).isNaN();
        });
  }

  @Test
  void forksBecomeOneEntry() {
    List<JmhResult> merged =
        JmhResult.merge(
            List.of(
                result("a", List.of(1.0, 3.0)),
                result("b", List.of(9.0)),
                result("a", List.of(5.0, 7.0))));
    assertThat(merged).hasSize(2);
    JmhResult a = merged.getFirst();
    assertThat(a.forks()).isEqualTo(2);
    assertThat(a.primaryMetric().rawData()).containsExactly(List.of(1.0, 3.0), List.of(5.0, 7.0));
    assertThat(a.primaryMetric().score()).isEqualTo(4);
    assertThat(a.secondaryMetrics().get("ratio")).extracting("rawData").asList().hasSize(2);
  }

  @Test
  void ofARooflineTheBestRoundCounts() {
    List<List<Double>> rounds = List.of(List.of(1.0, 9.0, 2.0));
    assertThat(Metric.best("GB/s", rounds).score()).isEqualTo(9);
    assertThat(Metric.of("GB/s", rounds).score()).isEqualTo(2);
  }

  @Test
  void theMachineIsDescribedWithoutPaths() {
    Path file = folder.resolve("machine.json");
    ResultFiles.writeJson(file, Machine.now("bench quick"));
    Machine machine = ResultFiles.readJson(file, Machine.class);
    assertThat(machine.command()).isEqualTo("bench quick");
    assertThat(machine.cores()).isPositive();
    assertThat(machine.caches()).containsKeys("L1", "L2");
    assertThat(machine.peers()).containsKey("onnxruntime");
    assertThat(machine.kernels()).startsWith("vector");
    assertThat(machine.toString()).doesNotContain("/usr", "/home", "/root", "/tmp");
  }

  @Test
  void cachesAreReadFromTheOperatingSystemsFiles() throws Exception {
    cache(0, "Data", "1", "48K");
    cache(1, "Instruction", "1", "32K");
    cache(2, "Unified", "2", "1024K");
    cache(3, "Unified", "3", "32M");
    assertThat(CacheSizes.read(folder))
        .isEqualTo(Map.of("L1", 48L << 10, "L2", 1L << 20, "L3", 32L << 20));
    Files.writeString(folder.resolve("index2/size"), "much");
    assertThat(CacheSizes.read(folder)).containsEntry("L1", 32L << 10);
    assertThat(CacheSizes.read(folder.resolve("nothing"))).containsKeys("L1", "L2", "L3");
  }

  private void cache(int index, String type, String level, String size) throws Exception {
    Path cache = Files.createDirectories(folder.resolve("index" + index));
    Files.writeString(cache.resolve("type"), type + "\n");
    Files.writeString(cache.resolve("level"), level + "\n");
    Files.writeString(cache.resolve("size"), size + "\n");
  }

  @Test
  void sizesAreReadable() {
    assertThat(Machine.size(48 << 10)).isEqualTo("48 KiB");
    assertThat(Machine.size(3 << 19)).isEqualTo("1.5 MiB");
    assertThat(Machine.size(1L << 30)).isEqualTo("1 GiB");
  }
}
