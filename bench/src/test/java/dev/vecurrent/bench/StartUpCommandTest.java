package dev.vecurrent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.ResultFiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on processes that it starts: they answer, and alike. */
class StartUpCommandTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void processesAnswerAndAreMeasured() throws Exception {
    Path out = folder.resolve("results/startup.json");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      String words =
          "startup --runs 1 --curves 1 --seconds 1 --training 0 --steps 3"
              + " --engines vecurrent,onnxruntime-unpacked --out "
              + out;
      Main.main(words.split(" "));
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("H = 128, N = 1, T = 3", "vecurrent ", "vecurrent, AOT cache", "onnxruntime-unp");
    assertThat(ResultFiles.read(out))
        .extracting(JmhResult::params)
        .contains(Map.of("engine", "vecurrent", "aot", "cache", "point", "first"))
        .anyMatch(params ->
            "onnxruntime-unpacked".equals(params.get("engine"))
                && "none".equals(params.get("aot"))
                && "curve".equals(params.get("point")));
  }
}
