package dev.vecurrent.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.ResultFiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command on processes that it starts: they answer, and alike. */
class StartCommandTest {

  @TempDir private Path folder = Path.of("");

  private int run(StringWriter errors, String words) {
    return new CommandLine(new StartCommand())
        .setErr(new PrintWriter(errors))
        .execute((words + " --results " + folder + " --silero " + folder).split(" "));
  }

  @Test
  void processesAnswerAndAreMeasured() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    int exit;
    try {
      exit =
          run(
              new StringWriter(),
              "--models voice,silero-v5 --engines vecurrent,onnxruntime-unpacked --aot none,cache"
                  + " --runs 1 --seconds 1 --paced 1 --training 0");
    } finally {
      System.setOut(before);
    }
    assertThat(exit).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("voice", "vecurrent ", "vecurrent, AOT cache", "onnxruntime-unpacked ")
        .contains("silero-v5: left out, there is no ", "'./vecurrent vad --fetch' gets it");
    assertThat(ResultFiles.read(folder.resolve("start.json")))
        .extracting(JmhResult::params)
        .contains(
            Map.of("model", "voice", "engine", "vecurrent", "aot", "cache", "point", "first"),
            Map.of("model", "voice", "engine", "vecurrent", "aot", "none", "point", "late"))
        .anyMatch(params ->
            "onnxruntime-unpacked".equals(params.get("engine"))
                && "none".equals(params.get("aot"))
                && "curve".equals(params.get("point"))
                && "1".equals(params.get("call")));
  }

  @Test
  void whatIsNotKnownIsRefused() {
    StringWriter errors = new StringWriter();
    assertThat(run(errors, "--models digits,others")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(run(errors, "--engines tensorflow")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(run(errors, "--aot maybe")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(run(errors, "--runs 0")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString())
        .contains("--models: expected some of [digits, lstm", "found others")
        .contains("--engines: expected some of [vecurrent", "found tensorflow")
        .contains("--aot: expected some of [none, cache], found maybe")
        .contains("--runs and --seconds: expected 1 or more");
  }
}
