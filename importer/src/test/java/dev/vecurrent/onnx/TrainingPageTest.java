package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.Model;
import dev.vecurrent.NetworkBuilder;
import dev.vecurrent.Session;
import dev.vecurrent.Stream;
import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The code of {@code docs/training.md} compiles, runs, and is what this class and a script have.
 */
class TrainingPageTest {

  private static final int STEPS = 30;

  private Path wave = Path.of("");
  private float[] x = new float[0];
  private float[] expected = new float[0];

  @BeforeEach
  void readTheCase() throws IOException, URISyntaxException {
    wave =
        Path.of(Objects.requireNonNull(getClass().getResource("wave/model.onnx")).toURI())
            .resolveSibling("");
    x = FixturesTest.tensor(wave.resolve("test_data_set_0/input_0.pb")).floats();
    expected = FixturesTest.tensor(wave.resolve("test_data_set_0/output_0.pb")).floats();
  }

  private float[] array(String name) throws IOException {
    return NpyFiles.read(wave.resolve(name + ".npy"), 1 << 20).floats();
  }

  private Model model() throws IOException {
    Model model = Model.compile(OnnxImporter.read(wave.resolve("model.onnx")));
    return model;
  }

  private float[] whole(Model model) {
    Session session = model.newSession(); // one for each thread
    Tensor[] inputs = {Tensor.of(x, 2, STEPS, 1)};
    Tensor[] outputs = {Tensor.growable(ElementType.FLOAT32)};
    session.run(inputs, outputs); // y: [2, 30, 1]
    assertThat(outputs[0].shape()).containsExactly(2, STEPS, 1);
    return Arrays.copyOf(outputs[0].floats(), 2 * STEPS);
  }

  @Test
  void answersAreThoseOfPyTorch() throws IOException {
    float[] y = whole(model());
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isCloseTo(expected[i], within(1e-5f));
    }
    // The next value of a wave, once some have been seen.
    assertThat(y[STEPS - 2]).isCloseTo(x[STEPS - 1], within(0.2f));
  }

  @Test
  void valueByValueHasTheBitsOfTheWhole() throws IOException {
    Model model = model();
    float[] values = Arrays.copyOf(x, STEPS);
    float[] y = new float[STEPS];
    int at = 0;
    Stream stream = model.newStream(1);
    float[] next = new float[1];
    for (float value : values) {
      stream.step(new float[] {value}, next); // the bits are those of the whole
      y[at++] = next[0];
    }
    assertThat(y).isEqualTo(Arrays.copyOf(whole(model), STEPS));
  }

  @Test
  void plainWeightsHaveTheBitsOfTheFile() throws IOException {
    Graph graph =
        NetworkBuilder.input(1)
            .batchMajor()
            .recurrent(
                Gru.of(Direction.FORWARD, 24, true), // PyTorch's GRU resets behind the product
                new LayerParameters(
                    WeightLayout.PYTORCH,
                    array("gru.weight_ih_l0"),
                    array("gru.weight_hh_l0"),
                    array("gru.bias_ih_l0"),
                    array("gru.bias_hh_l0")))
            .dense(array("linear.weight"), array("linear.bias"))
            .build();
    Model model = Model.compile(graph);
    assertThat(whole(model)).isEqualTo(whole(model()));
  }

  @Test
  void weightsOfKerasNeedNoOtherOrder() {
    float[] kernel = new float[3 * 4 * 5];
    float[] recurrentKernel = new float[5 * 4 * 5];
    LayerParameters layer =
        LayerParameters.of(WeightLayout.KERAS, kernel, recurrentKernel); // [I, G*H], [H, G*H]
    Graph graph = NetworkBuilder.input(3).recurrent(Lstm.of(Direction.FORWARD, 5), layer).build();
    assertThat(graph.nodes()).isNotEmpty();
  }

  /** Each block of code on the page, by its language. */
  private static List<List<String>> blocks(Path root, String language) throws IOException {
    List<List<String>> blocks = new ArrayList<>();
    String page = Files.readString(root.resolve("docs/training.md"));
    for (String part : page.split("(?m)^```" + language + "$", -1)) {
      blocks.add(part.strip().lines().takeWhile(line -> !line.equals("```")).toList());
    }
    assertThat(blocks).hasSizeGreaterThan(3);
    return blocks.subList(1, blocks.size());
  }

  private static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("vecurrent"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    return root;
  }

  @Test
  void theJavaOfThePageIsThatOfThisClass() throws IOException {
    Path root = root();
    String source =
        Files.readString(
            root.resolve("importer/src/test/java/dev/vecurrent/onnx/TrainingPageTest.java"));
    for (List<String> block : blocks(root, "java")) {
      for (String line : block) {
        String here =
            line.strip()
                .replace("Path.of(\"wave/model.onnx\")", "wave.resolve(\"model.onnx\")")
                .replace("Path.of(\"wave\", name + \".npy\")", "wave.resolve(name + \".npy\")")
                .replace("new float[2 * 30], 2, 30, 1", "x, 2, STEPS, 1");
        assertThat(source).contains(here);
      }
    }
  }

  @Test
  void thePythonOfThePageIsTheScripts() throws IOException {
    Path root = root();
    String script = Files.readString(root.resolve("importer/src/test/python/train_wave.py"));
    for (List<String> block : blocks(root, "python")) {
      assertThat(script).contains(String.join("\n", block));
    }
  }
}
