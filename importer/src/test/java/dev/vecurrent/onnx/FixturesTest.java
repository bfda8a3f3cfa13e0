package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.Model;
import dev.vecurrent.Plan;
import dev.vecurrent.Session;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Models that PyTorch exported, and one as tf2onnx writes it, against their own outputs. */
class FixturesTest {

  private static Path root() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(FixturesTest.class.getResource("pytorch/lstm")).toURI())
        .resolveSibling("");
  }

  @TestFactory
  List<DynamicTest> equalToPyTorch() throws IOException, URISyntaxException {
    return tests(root(), 24);
  }

  /** Sentiment, text in images, attention, a decoder with written-out cells, speech, keywords. */
  @TestFactory
  List<DynamicTest> wholeModelsAreEqualToPyTorch() throws IOException, URISyntaxException {
    return tests(root().resolve("..").resolve("models"), 18);
  }

  private static List<DynamicTest> tests(Path root, int least) throws IOException {
    try (Stream<Path> folders = Files.list(root.toAbsolutePath().normalize())) {
      List<DynamicTest> tests =
          folders
              .sorted()
              .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> check(f)))
              .toList();
      assertThat(tests).hasSizeGreaterThanOrEqualTo(least);
      return tests;
    }
  }

  private static void check(Path folder) throws IOException {
    Model model = Model.compile(OnnxImporter.read(folder.resolve("model.onnx")));
    Session session = model.newSession();
    int sets = 0;
    for (Path set = folder.resolve("test_data_set_0");
        Files.exists(set);
        set = folder.resolve("test_data_set_" + sets)) {
      sets++;
      Map<String, Tensor> inputs = new HashMap<>();
      for (int i = 0; i < model.inputs().size(); i++) {
        inputs.put(model.inputs().get(i).name(), tensor(set.resolve("input_" + i + ".pb")));
      }
      Map<String, Tensor> outputs = session.run(inputs);
      for (int i = 0; i < model.outputs().size(); i++) {
        Tensor expected = tensor(set.resolve("output_" + i + ".pb"));
        assertClose(outputs.get(model.outputs().get(i).name()), expected);
      }
    }
    assertThat(sets).isPositive();
  }

  static Tensor tensor(Path file) throws IOException {
    return OnnxTensors.read(file, ImportLimits.defaults()).tensor();
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.toString()).isEqualTo(expected.toString());
    for (int i = 0; i < expected.size(); i++) {
      boolean single = expected.type() == ElementType.FLOAT32;
      double a = single ? actual.floats()[i] : actual.doubles()[i];
      double b = single ? expected.floats()[i] : expected.doubles()[i];
      assertThat(Math.abs(a - b)).isLessThanOrEqualTo(1e-5 + 1e-4 * Math.abs(b));
    }
  }

  @Test
  void stackedLayersOfEveryOpsetAreOneStepWithoutShapeArithmetic()
      throws IOException, URISyntaxException {
    for (int opset : new int[] {9, 11, 13, 16}) {
      Path file = root().resolve("lstm_stacked_opset" + opset).resolve("model.onnx");
      Plan plan = Model.compile(OnnxImporter.read(file)).plan();
      assertThat(plan.steps().stream().map(Plan.Step::operator))
          .as("opset %d: %s", opset, plan.describe())
          .containsExactly("Stack of 2 LSTM", "Concat", "Concat");
    }
  }

  @Test
  void namesAndDynamicAxesAreKept() throws IOException, URISyntaxException {
    Path file = root().resolve("lstm_stacked_opset13").resolve("model.onnx");
    Model model = Model.compile(OnnxImporter.read(file));
    assertThat(model.inputs().getFirst()).hasToString("x: FLOAT32[batch, time, 5]");
    assertThat(model.outputs().getFirst()).hasToString("y: FLOAT32[batch, time, 6]");
  }
}
