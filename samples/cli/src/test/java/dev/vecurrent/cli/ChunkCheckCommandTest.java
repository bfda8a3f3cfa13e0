package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code verify --chunks}: the bits of chunks against those of the whole. */
class ChunkCheckCommandTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"lstm_stacked_opset16", "gru_stacked", "lstm_double"})
  void layersPass(String name) {
    CommandRun run = CommandRun.of("verify", "--chunks", CommandRun.pytorchModel(name));
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("pass      ", "batch 1 and 2: 12 steps one by one and in random chunks")
        .contains("1 cases: 1 passed, 0 mismatched, 0 refused", "compared: bits of chunks");
  }

  @Test
  void tokensLengthsAndStatesOfTheGraphPass() throws IOException {
    CommandRun.model("tokens.onnx", folder);
    StreamedFiles.ragged(folder.resolve("ragged.onnx"));
    StreamedFiles.voice(folder.resolve("voice.onnx"));
    CommandRun run = CommandRun.of("verify", "--chunks", folder);
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).contains("3 passed", "batch 1 and 2: 12 calls, with the Vector API");
  }

  @Test
  void theFirstDifferenceIsSaidWithItsLikelyCause() throws IOException {
    Path file = StreamedFiles.mean(folder.resolve("mean.onnx"));
    CommandRun run = CommandRun.of("verify", "--chunks", "--outputs", "y,m", file);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("mismatch  " + file, "1 mismatched")
        .containsPattern(
            "m\\[0, 0\\], after the last step: expected \\S+, found \\S+ in chunks of 1, 1, .*, batch 1, with the Vector API")
        .containsPattern("likely cause: node 'node of m' \\(ReduceMean\\)");
    assertThat(CommandRun.of("verify", "--chunks", "--outputs", "y", file).out())
        .as("what is not mixed has the bits of the whole")
        .contains("1 passed");
  }

  @Test
  void aModelThatCannotStreamIsRefusedByItsNode() {
    CommandRun run =
        CommandRun.of("verify", "--chunks", CommandRun.pytorchModel("gru_bidirectional"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("refused   ", "node '/cell/GRU' (GRU) is BIDIRECTIONAL", "1 refused");
    CommandRun fixed =
        CommandRun.of("verify", "--chunks", CommandRun.pytorchModel("lstm_fixed_shape"));
    assertThat(fixed.out()).contains("refused   ", "input x: FLOAT32[4, 2, 5]", "found 4");
  }

  @Test
  void noiseIsNotCompared() throws IOException {
    Path file = StreamedFiles.noisy(folder.resolve("noisy.onnx"));
    CommandRun run = CommandRun.of("verify", "--chunks", file);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("random    " + file, "z depends on random numbers", ", 1 random");
  }

  @Test
  void aStateThatNothingTellsIsDeclared() throws IOException {
    Path file = StreamedFiles.cell(folder.resolve("cell.onnx"));
    assertThat(CommandRun.of("verify", "--chunks", file).out()).contains("refused   ");
    CommandRun run = CommandRun.of("verify", "--chunks", "--state", "before=after", file);
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(CommandRun.of("verify", "--chunks", "--state", "a=after", file).out())
        .contains("refused   ", "'a'", "its inputs: x, before");
    assertThat(CommandRun.of("verify", "--state", "before=after", file).status()).isEqualTo(2);
  }

  @Test
  void aSeedMakesTheSequences() throws IOException {
    Path file = StreamedFiles.mean(folder.resolve("mean.onnx"));
    String first = CommandRun.of("verify", "--chunks", "--seed", 1, file).out();
    assertThat(CommandRun.of("verify", "--chunks", "--seed", 1, file).out()).isEqualTo(first);
    assertThat(CommandRun.of("verify", "--chunks", "--seed", 2, file).out()).isNotEqualTo(first);
  }

  @Test
  void jsonIsThatOfCases() throws IOException {
    Path file = StreamedFiles.mean(folder.resolve("mean.onnx"));
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
    CommandRun run = CommandRun.of("verify", "--chunks", "--json", folder);
    assertThat(run.status()).isEqualTo(1);
    JsonNode json = JsonMapper.builder().build().readTree(run.out());
    assertThat(json.get("totals").get("mismatch").asInt()).isEqualTo(1);
    assertThat(json.get("totals").get("refused").asInt()).isEqualTo(1);
    assertThat(json.get("cases").get(0).get("name").asString()).isEqualTo(broken.toString());
    JsonNode second = json.get("cases").get(1);
    assertThat(second.propertyNames())
        .containsExactly("name", "status", "maxAbs", "maxRel", "reason");
    assertThat(second.get("name").asString()).isEqualTo(file.toString());
    assertThat(second.get("reason").asString()).contains("likely cause");
  }

  @Test
  void optionsOfCasesAreNotForBits() throws IOException {
    Path file = StreamedFiles.mean(folder.resolve("mean.onnx"));
    assertThat(CommandRun.of("verify", "--chunks", "--rtol", "1", file).status()).isEqualTo(2);
    assertThat(CommandRun.of("verify", "--chunks", "--onnx-tolerance", file).status()).isEqualTo(2);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    CommandRun nothing = CommandRun.of("verify", "--chunks", empty);
    assertThat(nothing.status()).isEqualTo(2);
    assertThat(nothing.err()).contains("empty: there is no .onnx file here");
  }
}
