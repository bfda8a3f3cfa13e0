package dev.vecurrent.internal.op.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Nodes;
import dev.vecurrent.internal.op.SteadyRun;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Corners of sampling and normalising operators that ONNX Runtime has no answer for. */
class SamplingTest {

  private static Tensor count(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = i;
    }
    return tensor;
  }

  private static Tensor longs(long... values) {
    return Tensor.of(values, values.length);
  }

  /** ONNX Runtime puts dilated blocks of three axes in other places than ONNX's reference. */
  @Test
  void columnsOfThreeAxes() {
    Map<String, AttributeValue> dilated = Nodes.with("dilations", new long[] {1, 2, 2});
    Tensor y = Nodes.run("Col2Im", 18, dilated, count(2, 6, 24), longs(4, 2, 8), longs(2, 1, 3));
    assertThat(y.shape()).containsExactly(2, 1, 4, 2, 8);
    assertThat(y.floats()).startsWith(0, 1, 26, 28, 74, 76, 50, 51, 4, 5, 34, 36);
  }

  /** In one dimension, and of places far outside. */
  @Test
  void gridsOfOneAxis() {
    Tensor x = Tensor.of(new float[] {1, 2, 4, 8}, 1, 1, 4);
    Tensor grid = Tensor.of(new float[] {-1, 0, 1, 1e30f, -7, Float.NaN}, 1, 6, 1);
    Map<String, AttributeValue> border =
        Nodes.with("align_corners", 1, "padding_mode", "border", "mode", "nearest");
    assertThat(Nodes.run("GridSample", 20, border, x, grid).floats()).startsWith(1, 4, 8, 8, 1, 1);
    Map<String, AttributeValue> zeros = Nodes.with("align_corners", 1);
    assertThat(Nodes.run("GridSample", 20, zeros, x, grid).floats()).startsWith(1, 3, 8, 0, 0, 0);
  }

  @Test
  void anImageOfOneElementReflectsIntoItself() {
    Tensor x = Tensor.of(new float[] {5}, 1, 1, 1);
    Tensor grid = Tensor.of(new float[] {-3, 0, 9}, 1, 3, 1);
    Map<String, AttributeValue> reflection =
        Nodes.with("align_corners", 1, "padding_mode", "reflection");
    assertThat(Nodes.run("GridSample", 20, reflection, x, grid).floats()).startsWith(5, 5, 5);
  }

  @Test
  void rowsOfZerosStayZero() {
    Tensor x = Tensor.of(new float[] {0, 0, 3, -4}, 2, 2);
    assertThat(Nodes.run("LpNormalization", 22, Map.of(), x).floats())
        .startsWith(0, 0, 0.6f, -0.8f);
  }

  @Test
  void scalesOfRmsNormalizationBroadcast() {
    Tensor x = Tensor.of(new float[] {3, -4, 6, 8}, 2, 2);
    Map<String, AttributeValue> exact = Nodes.with("epsilon", 0f);
    Tensor rows = Tensor.of(new float[] {1, 10}, 2, 1);
    float root = (float) Math.sqrt(12.5);
    float[] y = Nodes.run("RMSNormalization", 23, exact, x, rows).floats();
    assertThat(y[0]).isEqualTo(3 / root);
    assertThat(y[1]).isEqualTo(-4 / root);
    assertThat(y[2]).isEqualTo((float) (60 / Math.sqrt(50)));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refuses("2 blocks", "Col2Im", Map.of(), count(1, 2, 3), longs(1, 2), longs(1, 1));
    refuses(
        "position 9",
        "RotaryEmbedding",
        Map.of(),
        count(1, 1, 1, 2),
        count(3, 1),
        count(3, 1),
        Tensor.of(new long[] {9}, 1, 1));
    refuses("theta is", "AffineGrid", Map.of(), count(1, 2, 2), longs(1, 1, 2, 2));
    refuses(
        "samples a bin",
        "RoiAlign",
        Map.of(),
        count(1, 1, 2, 2),
        Tensor.of(new float[] {0, 0, 1e9f, 1}, 1, 4),
        longs(0));
    refuses("grid", "GridSample", Map.of(), count(1, 1, 2, 2), count(1, 2, 2, 3));
    refuses(
        "places", "DeformConv", Map.of(), count(1, 1, 3, 3), count(1, 1, 2, 2), count(1, 8, 1, 1));
    assertThat(Nodes.refusal("LpNormalization", 22, Nodes.with("p", 3), true)).contains("1 or 2");
  }

  /** Of cos and of sin: each fits the positions by itself, and one is longer than the other. */
  @Test
  void rotaryCachesOfTwoLengthsAreRefused() {
    String message = "not of one shape";
    Tensor x = count(2, 1, 3, 2);
    refuses(message, "RotaryEmbedding", Map.of(), x, count(2, 3, 1), count(1, 3, 1));
    refuses(message, "RotaryEmbedding", Map.of(), x, count(1, 3, 1), count(2, 3, 1));
    Tensor positions = Tensor.of(new long[] {4, 0, 1}, 1, 3);
    refuses(message, "RotaryEmbedding", Map.of(), x, count(5, 1), count(3, 1), positions);
    refuses(message, "RotaryEmbedding", Map.of(), x, count(3, 1), count(5, 1), positions);
  }

  private static void refuses(
      String message,
      String operator,
      Map<String, AttributeValue> attributes,
      @Nullable Tensor... inputs) {
    assertThatThrownBy(() -> Nodes.run(operator, 23, attributes, inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void steadyRunsAllocateNothing() {
    steady("GridSample", count(2, 3, 5, 6), count(2, 4, 4, 2));
    steady("DeformConv", count(1, 2, 4, 4), count(3, 2, 2, 2), count(1, 8, 3, 3));
    steady("Col2Im", count(1, 4, 4), longs(3, 3), longs(2, 2));
    steady("RoiAlign", count(1, 1, 5, 5), count(1, 4), longs(0));
    steady("RMSNormalization", count(3, 4), count(4));
    steady("LpNormalization", count(3, 4));
    steady("MeanVarianceNormalization", count(2, 3, 4, 5));
    steady("RotaryEmbedding", count(1, 2, 3, 4), count(1, 3, 2), count(1, 3, 2));
  }

  private static void steady(String name, Tensor... inputs) {
    boolean[] present = new boolean[inputs.length];
    Arrays.fill(present, true);
    SteadyRun.assertAllocatesNothing(name, Nodes.operator(name, 23, Map.of(), present), inputs);
  }
}
