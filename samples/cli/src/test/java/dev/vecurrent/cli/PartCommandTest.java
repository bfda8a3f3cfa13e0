package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parts of models on the command line, and what is said of models that are refused. */
class PartCommandTest {

  @TempDir private Path folder = Path.of("");

  /** A model whose MatMul is none that exists. */
  private Path refused() throws IOException {
    byte[] bytes = Files.readAllBytes(CommandRun.pytorchModel("last_step"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Path file = folder.resolve("refused.onnx");
    return Files.write(
        file, text.replace("\"\4Gemm", "\"\4Gexx").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void aRefusedFileIsStillTold() throws IOException {
    Path model = refused();
    CommandRun run = CommandRun.of("inspect", model);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("producer pytorch", "format   IR version", "input    x: FLOAT32[")
        .contains("output   ", "refused: 1 finding", "(Gexx)", "parts can be run: up to");
    assertThat(run.err()).contains("(Gexx)");
    CommandRun asJson = CommandRun.of("inspect", "--json", model);
    assertThat(asJson.status()).isEqualTo(1);
    JsonNode json = JsonMapper.builder().build().readTree(asJson.out());
    assertThat(json.get("producer").asString()).startsWith("pytorch");
    assertThat(json.get("inputs").size()).isEqualTo(1);
    assertThat(json.get("findings").size()).isEqualTo(1);
  }

  @Test
  void aPartOfARefusedFileIsInspectedAndRun() throws IOException {
    Path model = refused();
    String advice = CommandRun.of("inspect", model).out().replaceAll("(?s).*withOutputs: ", "");
    String part = advice.split("[;\\s]", 2)[0];
    CommandRun inspected = CommandRun.of("inspect", "--outputs", part, model);
    assertThat(inspected.status()).isZero();
    assertThat(inspected.out())
        .contains("output   " + part + ": FLOAT32[", "nodes = 1: dropped: Gexx");
    CommandRun wrong = CommandRun.of("inspect", "--outputs", part + "x", model);
    assertThat(wrong.err()).contains("near it: " + part);
    CommandRun verified = CommandRun.of("verify", "--outputs", part, model);
    assertThat(verified.out()).contains("has no test_data_set_* folder");
  }

  @Test
  void dataOfTheWholeServesAPart() throws IOException {
    Path model = CommandRun.pytorchModel("lstm_packed");
    CommandRun part = CommandRun.of("verify", "--outputs", "h", model);
    assertThat(part.out()).contains("pass").contains("1 passed");
    assertThat(part.status()).isZero();
  }
}
