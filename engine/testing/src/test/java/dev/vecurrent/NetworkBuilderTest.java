package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkBuilderTest {

  private static final int I = 3;
  private static final int H = 5;

  static List<Cell> cells() {
    return List.of(
        Lstm.of(Direction.FORWARD, H),
        Gru.of(Direction.FORWARD, H, true),
        Gru.of(Direction.FORWARD, H, false),
        Rnn.of(Direction.FORWARD, H, Activation.TANH));
  }

  /** The gates of each layout, by ONNX's letters, as the frameworks document them. */
  private static String gates(Cell cell, WeightLayout layout) {
    return switch (cell) {
      case Lstm _ -> layout == WeightLayout.ONNX ? "iofc" : "ifco";
      case Gru _ -> layout == WeightLayout.PYTORCH ? "rzh" : "zrh";
      case Rnn _ -> "i";
    };
  }

  @ParameterizedTest
  @MethodSource("cells")
  void layoutsOfOneNetworkGiveTheSameBits(Cell cell) {
    Random random = new Random(7);
    float[] x = floats(random, 4 * 2 * I);
    LayerParameters onnx = parameters(random, cell);
    float[] expected = run(cell, onnx, x);
    for (WeightLayout layout : List.of(WeightLayout.PYTORCH, WeightLayout.KERAS)) {
      assertThat(run(cell, to(layout, cell, onnx), x)).isEqualTo(expected);
    }
  }

  private static float[] run(Cell cell, LayerParameters parameters, float[] x) {
    Model model = Model.compile(NetworkBuilder.input(I).recurrent(cell, parameters).build());
    Tensor y = model.newSession().run(Map.of("x", Tensor.of(x, 4, 2, I))).get("y");
    assertThat(y.shape()).containsExactly(4, 2, H);
    return Arrays.copyOf(y.floats(), y.size());
  }

  private static LayerParameters parameters(Random random, Cell cell) {
    int rows = cell.gates() * H;
    return new LayerParameters(
        WeightLayout.ONNX,
        floats(random, rows * I),
        floats(random, rows * H),
        floats(random, rows),
        floats(random, rows));
  }

  private static LayerParameters to(WeightLayout layout, Cell cell, LayerParameters onnx) {
    return new LayerParameters(
        layout,
        matrix(layout, cell, onnx.w(), I),
        matrix(layout, cell, onnx.r(), H),
        matrix(layout, cell, onnx.wb(), 1),
        matrix(layout, cell, onnx.rb(), 1));
  }

  private static float[] matrix(WeightLayout layout, Cell cell, float[] from, int depth) {
    String order = gates(cell, layout);
    int rows = order.length() * H;
    float[] to = new float[from.length];
    for (int gate = 0; gate < order.length(); gate++) {
      int source = gates(cell, WeightLayout.ONNX).indexOf(order.charAt(gate));
      for (int unit = 0; unit < H; unit++) {
        for (int k = 0; k < depth; k++) {
          int row = gate * H + unit;
          int at = layout == WeightLayout.KERAS ? k * rows + row : row * depth + k;
          to[at] = from[(source * H + unit) * depth + k];
        }
      }
    }
    return to;
  }

  @Test
  void stackedLayersBecomeOneStepWithoutTranspositions() {
    Random random = new Random(8);
    Cell first = Lstm.of(Direction.BIDIRECTIONAL, H);
    Cell second = Lstm.of(Direction.FORWARD, H);
    int rows = 4 * H;
    LayerParameters on10 =
        LayerParameters.of(
            WeightLayout.ONNX, floats(random, rows * 2 * H), floats(random, rows * H));
    Model model =
        Model.compile(
            NetworkBuilder.input(I)
                .recurrent(first, parameters(random, first), parameters(random, first))
                .recurrent(second, on10)
                .last()
                .dense(floats(random, 2 * H), new float[2])
                .softmax()
                .build());
    List<String> operators = model.plan().steps().stream().map(Plan.Step::operator).toList();
    assertThat(operators).containsExactly("Stack of 2 LSTM", "Gather", "MatMul", "Softmax");
    Tensor y =
        model.newSession().run(Map.of("x", Tensor.of(floats(random, 6 * 4 * I), 6, 4, I))).get("y");
    assertThat(y.shape()).containsExactly(4, 2);
    for (int n = 0; n < 4; n++) {
      assertThat(y.floats()[2 * n] + y.floats()[2 * n + 1]).isBetween(0.99999f, 1.00001f);
    }
  }

  @Test
  void batchMajorNetworksReadAndWriteWithoutTranspositions() {
    Cell cell = Lstm.of(Direction.BIDIRECTIONAL, H);
    LayerParameters forward = parameters(new Random(9), cell);
    LayerParameters backward = parameters(new Random(10), cell);
    Model time = Model.compile(NetworkBuilder.input(I).recurrent(cell, forward, backward).build());
    Model batch =
        Model.compile(
            NetworkBuilder.input(I).batchMajor().recurrent(cell, forward, backward).build());
    assertThat(batch.plan().steps()).extracting(Plan.Step::operator).containsExactly("LSTM");
    assertThat(batch.roleOf("x")).isEqualTo(new InputRole(InputRole.Kind.SEQUENCES, 1, 0));
    float[] x = floats(new Random(11), 4 * 2 * I);
    float[] swapped = swapped(x, 4, 2, I);
    Tensor expected = time.newSession().run(Map.of("x", Tensor.of(x, 4, 2, I))).get("y");
    Tensor found = batch.newSession().run(Map.of("x", Tensor.of(swapped, 2, 4, I))).get("y");
    assertThat(found.shape()).containsExactly(2, 4, 2 * H);
    assertThat(Arrays.copyOf(found.floats(), found.size()))
        .isEqualTo(swapped(expected.floats(), 4, 2, 2 * H));
    assertThatThrownBy(() -> NetworkBuilder.input(I).relu().batchMajor())
        .isInstanceOf(IllegalStateException.class);
  }

  private static float[] swapped(float[] from, int steps, int batch, int size) {
    float[] to = new float[steps * batch * size];
    for (int t = 0; t < steps; t++) {
      for (int n = 0; n < batch; n++) {
        System.arraycopy(from, (t * batch + n) * size, to, (n * steps + t) * size, size);
      }
    }
    return to;
  }

  @Test
  void finalStateHasTheEndOfBothDirections() {
    Cell cell = Gru.of(Direction.BIDIRECTIONAL, H, true);
    LayerParameters forward = parameters(new Random(12), cell);
    LayerParameters backward = parameters(new Random(13), cell);
    float[] x = floats(new Random(14), 4 * 2 * I);
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(x, 4, 2, I));
    NetworkBuilder whole = NetworkBuilder.input(I).recurrent(cell, forward, backward);
    NetworkBuilder state = NetworkBuilder.input(I).recurrent(cell, forward, backward).finalState();
    float[] y = Model.compile(whole.build()).newSession().run(inputs).get("y").floats();
    Tensor found = Model.compile(state.build()).newSession().run(inputs).get("y");
    assertThat(found.shape()).containsExactly(2, 2 * H);
    for (int n = 0; n < 2; n++) {
      int lastStep = (3 * 2 + n) * 2 * H;
      int firstStep = n * 2 * H;
      assertThat(Arrays.copyOfRange(found.floats(), n * 2 * H, n * 2 * H + H))
          .isEqualTo(Arrays.copyOfRange(y, lastStep, lastStep + H));
      assertThat(Arrays.copyOfRange(found.floats(), n * 2 * H + H, (n + 1) * 2 * H))
          .isEqualTo(Arrays.copyOfRange(y, firstStep + H, firstStep + 2 * H));
    }
    assertThatThrownBy(() -> NetworkBuilder.input(I).relu().finalState())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void weightsOfTheWrongSizeAreRefused() {
    Cell cell = Lstm.of(Direction.FORWARD, H);
    LayerParameters short1 = LayerParameters.of(WeightLayout.ONNX, new float[7], new float[100]);
    assertThatThrownBy(() -> NetworkBuilder.input(I).recurrent(cell, short1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("w of LSTM: expected 60 floats, found 7");
    assertThatThrownBy(() -> NetworkBuilder.input(I).recurrent(cell))
        .hasMessageContaining("FORWARD needs weights of 1 directions, found 0");
    assertThatThrownBy(() -> NetworkBuilder.input(I).last().last())
        .hasMessageContaining("called already");
    assertThatThrownBy(() -> NetworkBuilder.input(I).dense(new float[5], new float[2]))
        .hasMessage("weight: expected 6 floats for 3 features and 2 units, found 5");
  }

  private static float[] floats(Random random, int size) {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }
}
