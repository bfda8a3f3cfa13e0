package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.Model;
import dev.vecurrent.onnx.OnnxImporter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How {@code inspect} shows what is carried, by whom, and what stands in the way. */
class StreamedInspectionTest {

  @TempDir private Path folder = Path.of("");

  private static String section(Object... arguments) {
    Object[] words = new Object[arguments.length + 1];
    words[0] = "inspect";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    CommandRun run = CommandRun.of(words);
    assertThat(run.status()).as(run.err()).isZero();
    int from = run.out().indexOf("\nstreaming: ") + 1;
    int plan = run.out().indexOf("\nafter: ");
    int memory = run.out().indexOf("\nmemory ");
    assertThat(from).isGreaterThan(plan).isLessThan(memory);
    return run.out().substring(from, memory);
  }

  private static JsonNode json(Path model) {
    CommandRun run = CommandRun.of("inspect", "--json", model);
    return JsonMapper.builder().build().readTree(run.out()).get("streaming");
  }

  @Test
  void statesOfLayersAreListedWithTheirBytes() throws IOException {
    Path file = CommandRun.pytorchModel("lstm_stacked_opset16");
    long bytes = Model.compile(OnnxImporter.read(file)).newBatcher(1).tableBytes();
    assertThat(section(file))
        .startsWith("streaming: chunks have the bits of the whole\n")
        .contains("state /cell/LSTM_1 c: FLOAT32, 6 elements, 24 bytes; carried by the layer")
        .containsPattern(" 96 bytes  state of a sequence\n *" + bytes + " bytes  a live sequence")
        .doesNotContain("because", "node");
    JsonNode json = json(file);
    assertThat(json.get("possible").asBoolean()).isTrue();
    assertThat(json.get("exact").asBoolean()).isTrue();
    assertThat(json.get("states")).hasSize(4);
    assertThat(json.get("states").get(3).propertyNames())
        .containsExactly("name", "carriedBy", "type", "elements", "bytes");
    assertThat(json.get("stateBytes").asLong()).isEqualTo(96);
    assertThat(json.get("liveBytes").asLong()).isEqualTo(bytes);
  }

  @Test
  void statesOfTheGraphHaveTheirInputAndOutput() throws IOException {
    Path file = StreamedFiles.voice(folder.resolve("voice.onnx"));
    assertThat(section(file))
        .contains(
            "state state: FLOAT32, 6 elements, 24 bytes; carried by the graph, input state -> output stateN");
    JsonNode state = json(file).get("states").get(0);
    assertThat(state.get("carriedBy").asString()).isEqualTo("graph");
    assertThat(state.get("output").asString()).isEqualTo("stateN");
    assertThat(state.get("elements").asInt()).isEqualTo(6);
  }

  @Test
  void whatPreventsAStreamIsNamed() {
    Path file = CommandRun.pytorchModel("gru_bidirectional");
    assertThat(section(file))
        .startsWith("streaming: not possible\n  because node '/cell/GRU' (GRU) is BIDIRECTIONAL")
        .doesNotContain("bytes");
    JsonNode json = json(file);
    assertThat(json.get("possible").asBoolean()).isFalse();
    assertThat(json.get("states")).isEmpty();
    assertThat(json.get("refusals").get(0).asString()).contains("'/cell/GRU'");
    assertThat(json.has("stateBytes")).isFalse();
  }

  @Test
  void nodesThatMixStepsAreNamed() throws IOException {
    Path file = StreamedFiles.mean(folder.resolve("mean.onnx"));
    assertThat(section(file))
        .startsWith("streaming: possible, but chunks may differ from the whole\n")
        .containsPattern(
            "node 'node of m' \\(ReduceMean\\) .*; behind it, chunks differ from the whole");
    JsonNode json = json(file);
    assertThat(json.get("possible").asBoolean()).isTrue();
    assertThat(json.get("exact").asBoolean()).isFalse();
    assertThat(json.get("mixers")).hasSize(1);
  }

  @Test
  void aStateThatNothingTellsIsDeclared() throws IOException {
    Path file = StreamedFiles.cell(folder.resolve("cell.onnx"));
    assertThat(section(file)).startsWith("streaming: not possible");
    assertThat(section("--state", "before=after", file))
        .contains("carried by the graph, input before -> output after");
    CommandRun wrong = CommandRun.of("inspect", "--state", "before=y2", file);
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err()).contains("'y2'", "its outputs: y, after");
    assertThat(CommandRun.of("inspect", "--state", "before", file).status()).isEqualTo(2);
  }
}
