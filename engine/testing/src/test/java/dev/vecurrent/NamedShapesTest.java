package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Bits;
import dev.vecurrent.testing.NamedShapes;
import dev.vecurrent.testing.Seeds;
import java.io.InputStream;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each shape of the benchmarks' table once: the vector twin gives the bits of the scalar twin.
 * Steps and batch are cut where a shape is large; I, H, layers and directions, which choose kernels
 * and tails, are as they stand.
 */
class NamedShapesTest {

  private static final int MOST_STEPS = 4;
  private static final double MOST_MULTIPLICATIONS = 2e8;

  private static final SplittableRandom RANDOM =
      new SplittableRandom(Seeds.of(NamedShapesTest.class));

  static Stream<JsonNode> shapes() throws Exception {
    try (InputStream table = NamedShapes.open()) {
      return JsonMapper.shared().readTree(table).valueStream();
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void vectorAndScalarGiveTheSameBits(JsonNode shape) {
    int input = shape.required("input").asInt();
    int hidden = shape.required("hidden").asInt();
    int layers = shape.required("layers").asInt();
    int directions = shape.required("directions").asInt();
    Direction direction = directions == 2 ? Direction.BIDIRECTIONAL : Direction.FORWARD;
    Cell cell =
        switch (shape.required("cell").asString()) {
          case "lstm" -> Lstm.of(direction, hidden);
          case "gru" -> Gru.of(direction, hidden, true);
          case "gru0" -> Gru.of(direction, hidden, false);
          default -> Rnn.of(direction, hidden, Activation.TANH);
        };
    NetworkBuilder builder = NetworkBuilder.input(input);
    double multiplications = 0;
    for (int layer = 0; layer < layers; layer++) {
      int features = layer == 0 ? input : directions * hidden;
      LayerParameters[] parameters = new LayerParameters[directions];
      for (int d = 0; d < directions; d++) {
        parameters[d] = parameters(cell, features);
      }
      builder.recurrent(cell, parameters);
      multiplications += (double) directions * cell.gates() * hidden * (features + hidden);
    }
    int steps = Math.min(MOST_STEPS, shape.required("steps").asInt());
    int most = (int) Math.max(1, MOST_MULTIPLICATIONS / multiplications / steps);
    int batch = Math.min(most, shape.required("batch").asInt());
    Tensor x = Tensor.of(draw(1, steps * batch * input), steps, batch, input);
    Graph graph = builder.build();
    int features = directions * hidden;
    assertThat(
            Bits.same(
                run(graph, true, x, steps, batch, features),
                run(graph, false, x, steps, batch, features)))
        .as("%s, %d steps, batch of %d", shape, steps, batch)
        .isTrue();
  }

  private static Tensor run(
      Graph graph, boolean vector, Tensor x, int steps, int batch, int features) {
    Model model = Model.compile(graph, CompileOptions.defaults().withVector(vector));
    Tensor y = Tensor.of(new float[steps * batch * features], steps, batch, features);
    model.newSession().run(new Tensor[] {x}, new Tensor[] {y});
    return y;
  }

  private static LayerParameters parameters(Cell cell, int features) {
    int rows = cell.gates() * cell.hiddenSize();
    double scale = 1 / Math.sqrt(cell.hiddenSize());
    return new LayerParameters(
        WeightLayout.ONNX,
        draw(scale, rows * features),
        draw(scale, rows * cell.hiddenSize()),
        draw(scale, rows),
        draw(scale, rows));
  }

  private static float[] draw(double scale, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) RANDOM.nextDouble(-scale, scale);
    }
    return values;
  }
}
