package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.Model;
import dev.vecurrent.Plan;
import dev.vecurrent.Session;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells that PyTorch wrote out run on the fused kernels, with PyTorch's answers. */
class CellPatternsTest {

  private static Path folder(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(CellPatternsTest.class.getResource("cells")).toURI())
        .resolve(name);
  }

  private static Model model(String name) throws IOException, URISyntaxException {
    return Model.compile(OnnxImporter.read(folder(name).resolve("model.onnx")));
  }

  @ParameterizedTest
  @CsvSource({
    "lstm_cell_opset9, LSTMCell, 1, 1",
    "lstm_cell_opset16, LSTMCell, 1, 1",
    "lstm_cell_nobias_opset9, LSTMCell, 1, 1",
    "lstm_cell_nobias_opset16, LSTMCell, 1, 1",
    "gru_cell_opset9, GRUCell, 1, 1",
    "gru_cell_opset16, GRUCell, 1, 1",
    "gru_cell_nobias_opset9, GRUCell, 1, 1",
    "gru_cell_nobias_opset16, GRUCell, 1, 1",
    "gru_shares, GRUCell, 1, 1",
    "lstm_decoder, LSTMCell, 8, 17",
    "gru_decoder, GRUCell, 3, 13",
    "lstm_seen_gate, LSTMCell, 0, 16",
  })
  void fusedAndEqualToPyTorch(String name, String cell, int cells, int steps)
      throws IOException, URISyntaxException {
    Model model = model(name);
    Plan plan = model.plan();
    assertThat(plan.steps().stream().map(Plan.Step::operator).filter(cell::equals))
        .as(plan.describe())
        .hasSize(cells);
    assertThat(plan.steps()).as(plan.describe()).hasSize(steps);
    Session session = model.newSession();
    int sets = 0;
    for (Path set = folder(name).resolve("test_data_set_0");
        Files.exists(set);
        set = folder(name).resolve("test_data_set_" + sets)) {
      sets++;
      Map<String, Tensor> outputs = session.run(inputs(model, set));
      for (int i = 0; i < model.outputs().size(); i++) {
        assertClose(
            outputs.get(model.outputs().get(i).name()), tensor(set.resolve("output_" + i + ".pb")));
      }
    }
    assertThat(sets).isPositive();
  }

  @Test
  void cellsOfAnUnrolledLoopShareTheirWeights() throws IOException, URISyntaxException {
    Plan plan = model("lstm_decoder").plan();
    Pattern bytes = Pattern.compile("LSTM forward .*\\(([0-9,]+) bytes\\)");
    List<Long> ofCells =
        plan.steps().stream()
            .flatMap(step -> step.details().stream())
            .map(bytes::matcher)
            .filter(Matcher::find)
            .map(found -> Long.parseLong(found.group(1).replace(",", "")))
            .toList();
    assertThat(ofCells).hasSize(8);
    long all = ofCells.stream().mapToLong(Long::longValue).sum();
    // Each step says what its cell reads; a quarter of that is kept, beside the matrix of the
    // output.
    assertThat(plan.packedBytes()).isLessThan(all / 2);
  }

  @Test
  void oneRowGoesWithEveryRowOfTheOthers() throws IOException, URISyntaxException {
    Model model = model("gru_shares");
    Session session = model.newSession();
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5}, 1, 5);
    float[] rows = new float[21];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i / 21f;
    }
    Tensor h3 = Tensor.of(rows, 3, 7);
    float[] repeated = {1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5};
    Map<String, Tensor> each = session.run(Map.of("x", Tensor.of(repeated, 3, 5), "h", h3));
    // That both have a batch of one name is a hint.
    session
        .run(Map.of("x", x, "h", h3))
        .forEach((name, value) ->
            assertThat(value.floats()).as(name).startsWith(each.get(name).floats()));
    Model lstm = model("lstm_decoder");
    Tensor one = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 6);
    Tensor h = Tensor.of(new float[8], 1, 8);
    assertThat(lstm.newSession().run(Map.of("x", one, "h", h, "c", h)).get("y").shape())
        .containsExactly(1, 4, 6);
  }

  private static Map<String, Tensor> inputs(Model model, Path set) throws IOException {
    Map<String, Tensor> inputs = new HashMap<>();
    for (int i = 0; i < model.inputs().size(); i++) {
      inputs.put(model.inputs().get(i).name(), tensor(set.resolve("input_" + i + ".pb")));
    }
    return inputs;
  }

  private static Tensor tensor(Path file) throws IOException {
    return OnnxTensors.read(file, ImportLimits.defaults()).tensor();
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.toString()).isEqualTo(expected.toString());
    for (int i = 0; i < expected.size(); i++) {
      double b = expected.floats()[i];
      assertThat(Math.abs(actual.floats()[i] - b)).isLessThanOrEqualTo(1e-5 + 1e-4 * Math.abs(b));
    }
  }
}
