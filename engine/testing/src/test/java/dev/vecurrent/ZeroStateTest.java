package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A first step from zero states leaves out the recurrent products, which shows nowhere. */
class ZeroStateTest {

  private static final int I = 3;
  private static final int H = 37;

  static List<Cell> cells() {
    return List.of(
        Lstm.of(Direction.FORWARD, H),
        Gru.of(Direction.FORWARD, H, true),
        Gru.of(Direction.FORWARD, H, false),
        Rnn.of(Direction.FORWARD, H, Activation.TANH),
        Rnn.of(Direction.FORWARD, H, Activation.RELU));
  }

  /** Chunks start with the products left out only where states are still zero. */
  @ParameterizedTest
  @MethodSource("cells")
  void aSequenceOfZerosHasTheSameBitsBesideOthersAndInChunks(Cell cell) {
    Model model = model(cell, new Random(3), 0f);
    float[] one = run(model, new float[4 * I], 1);
    float[] both = new float[4 * 2 * I];
    for (int t = 0; t < 4; t++) {
      Arrays.fill(both, (2 * t + 1) * I, (2 * t + 2) * I, 0.5f);
    }
    float[] beside = run(model, both, 2);
    for (int t = 0; t < 4; t++) {
      assertThat(Arrays.copyOfRange(beside, 2 * t * H, (2 * t + 1) * H))
          .isEqualTo(Arrays.copyOfRange(one, t * H, (t + 1) * H));
    }
    Stream stream = model.newStream(1);
    for (int t = 0; t < 4; t++) {
      float[] y = new float[H];
      stream.step(new float[I], y);
      assertThat(y).isEqualTo(Arrays.copyOfRange(one, t * H, t * H + H));
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void anInfiniteWeightTimesZeroIsNotANumber(Cell cell) {
    float[] y = run(model(cell, new Random(4), Float.POSITIVE_INFINITY), new float[I], 1);
    assertThat(y[0]).isNaN();
  }

  private static float[] run(Model model, float[] x, int batch) {
    Tensor input = Tensor.of(x, x.length / I / batch, batch, I);
    Tensor y = model.newSession().run(Map.of("x", input)).get("y");
    return Arrays.copyOf(y.floats(), y.size());
  }

  /** {@code special} is the first element of R if it is infinite. */
  private static Model model(Cell cell, Random random, float special) {
    int rows = cell.gates() * H * cell.direction().count();
    float[] r = floats(random, rows * H);
    if (Float.isInfinite(special)) {
      r[0] = special;
    }
    LayerParameters parameters =
        new LayerParameters(
            WeightLayout.ONNX,
            floats(random, rows * I),
            r,
            floats(random, rows),
            floats(random, rows));
    return Model.compile(NetworkBuilder.input(I).recurrent(cell, parameters).build());
  }

  private static float[] floats(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian() / 4;
    }
    return values;
  }
}
