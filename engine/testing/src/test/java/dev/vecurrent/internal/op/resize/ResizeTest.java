package dev.vecurrent.internal.op.resize;

import static dev.vecurrent.internal.op.Nodes.dims;
import static dev.vecurrent.internal.op.Nodes.operator;
import static dev.vecurrent.internal.op.Nodes.refusal;
import static dev.vecurrent.internal.op.Nodes.run;
import static dev.vecurrent.internal.op.Nodes.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.internal.op.SteadyRun;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes, elements and refusals of Resize and Upsample that can be seen to be right. */
class ResizeTest {

  private static final Tensor FOUR = Tensor.of(new float[] {1, 2, 3, 4}, 4);

  private static Tensor floats(float... values) {
    return Tensor.of(values, values.length);
  }

  private static Tensor sizes(long... values) {
    return Tensor.of(values, values.length);
  }

  private static float[] elements(Tensor tensor) {
    return Arrays.copyOf(tensor.floats(), tensor.size());
  }

  private static Map<String, AttributeValue> mode(String mode, String coordinates) {
    return with("mode", mode, "coordinate_transformation_mode", coordinates);
  }

  private static float[] numbers(String text) {
    String[] parts = text.split(" ");
    float[] numbers = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Float.parseFloat(parts[i]);
    }
    return numbers;
  }

  /** FOUR by sizes, opset 19. */
  private static float[] resized(Map<String, AttributeValue> attributes, long size) {
    return elements(run("Resize", 19, attributes, FOUR, null, null, sizes(size)));
  }

  @ParameterizedTest
  @CsvSource({
    "round_prefer_floor, 1 1 2 2 3 3 4",
    "round_prefer_ceil, 1 2 2 3 3 4 4",
    "floor, 1 1 2 2 3 3 4",
    "ceil, 1 2 2 3 3 4 4"
  })
  void nearestOfHalves(String nearest, String expected) {
    // Aligned corners: coordinates 0, 0.5, 1, ... 3.
    Map<String, AttributeValue> attributes =
        with("coordinate_transformation_mode", "align_corners", "nearest_mode", nearest);
    assertThat(resized(attributes, 7)).isEqualTo(numbers(expected));
  }

  @Test
  void nearestOfHalvesThatRoundingMissed() {
    // Position 4 is at (4 + 0.5) * 20 / 6 - 0.5 = 14.5, which is 14.499999 in float.
    Tensor x = Tensor.zeros(ElementType.FLOAT32, 20);
    for (int i = 0; i < 20; i++) {
      x.floats()[i] = i;
    }
    Map<String, AttributeValue> up = with("nearest_mode", "round_prefer_ceil");
    assertThat(elements(run("Resize", 13, up, x, null, null, sizes(6))))
        .containsExactly(1, 5, 8, 11, 15, 18);
    assertThat(elements(run("Resize", 13, Map.of(), x, null, null, sizes(6))))
        .containsExactly(1, 4, 8, 11, 14, 18);
  }

  @Test
  void nearestBelowOpset11TakesTheNextElementWhereAnAxisShrinks() {
    Tensor five = floats(0, 1, 2, 3, 4);
    assertThat(elements(run("Resize", 10, Map.of(), five, floats(0.6f)))).containsExactly(0, 2, 4);
    assertThat(elements(run("Resize", 10, Map.of(), floats(5, 6), floats(2.5f))))
        .containsExactly(5, 5, 5, 6, 6);
    float[] twice = {5, 5, 6, 6};
    assertThat(elements(run("Upsample", 9, Map.of(), floats(5, 6), floats(2)))).isEqualTo(twice);
    Map<String, AttributeValue> attribute = with("scales", new float[] {2}, "mode", "nearest");
    assertThat(elements(run("Upsample", 7, attribute, floats(5, 6)))).isEqualTo(twice);
  }

  @Test
  void nearestKeepsEveryType() {
    Tensor truth = Tensor.of(new boolean[] {true, false}, 2);
    boolean[] truths = run("Resize", 13, Map.of(), truth, null, floats(2)).booleans();
    assertThat(truths).startsWith(true, true, false, false);
    Tensor bytes = Tensor.of(ElementType.UINT8, new byte[] {1, -1}, 2);
    assertThat(run("Resize", 13, Map.of(), bytes, null, floats(2)).bytes())
        .startsWith((byte) 1, (byte) 1, (byte) -1, (byte) -1);
    Tensor wide = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
    Tensor rows = run("Resize", 13, Map.of(), wide, null, null, sizes(4, 2));
    assertThat(rows.doubles()).startsWith(1, 2, 1, 2, 3, 4, 3, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "half_pixel, 0 0.25 0.75 1.25 1.75 2.25 2.75 3",
    "half_pixel_symmetric, 0 0.25 0.75 1.25 1.75 2.25 2.75 3",
    "pytorch_half_pixel, 0 0.25 0.75 1.25 1.75 2.25 2.75 3",
    "asymmetric, 0 0.5 1 1.5 2 2.5 3 3",
    "align_corners, 0 0.42857143 0.85714287 1.2857143 1.7142857 2.142857 2.5714285 3"
  })
  void coordinatesOfAStraightLine(String coordinates, String expected) {
    // Linear interpolation of 0, 1, 2, 3 gives the coordinate itself, where that is inside.
    Tensor line = floats(0, 1, 2, 3);
    Tensor out = run("Resize", 19, mode("linear", coordinates), line, null, null, sizes(8));
    assertThat(elements(out)).isEqualTo(numbers(expected));
  }

  @Test
  void aSinglePositionIsTheFirstForPyTorchAndTheMiddleOtherwise() {
    assertThat(resized(mode("linear", "pytorch_half_pixel"), 1)).containsExactly(1);
    assertThat(resized(mode("linear", "half_pixel"), 1)).containsExactly(2.5f);
    assertThat(resized(mode("linear", "align_corners"), 1)).containsExactly(1);
    assertThat(resized(mode("linear", "tf_crop_and_resize"), 1)).containsExactly(2.5f);
  }

  @Test
  void halfPixelSymmetricKeepsTheMiddleWhereALengthIsCut() {
    // 4 * 0.6 is 2.4, cut to 2.
    Tensor scale = floats(0.6f);
    float[] symmetric =
        elements(run("Resize", 19, mode("linear", "half_pixel_symmetric"), FOUR, null, scale));
    assertThat(symmetric[0] + symmetric[1]).isEqualTo(5, within(1e-5f));
    float[] plain = elements(run("Resize", 19, mode("linear", "half_pixel"), FOUR, null, scale));
    assertThat(plain[0]).isCloseTo(1.3333333f, within(1e-6f));
    assertThat(plain[1]).isCloseTo(3, within(1e-6f));
  }

  @Test
  void tensorFlowsHalfPixelIsHalfAnElementOff() {
    Map<String, AttributeValue> attributes =
        with("coordinate_transformation_mode", "tf_half_pixel_for_nn", "nearest_mode", "floor");
    Tensor none = Tensor.of(new float[0], 0);
    for (int opset : new int[] {11, 12}) {
      Tensor out = run("Resize", opset, attributes, FOUR, none, none, sizes(3));
      assertThat(elements(out)).containsExactly(1, 3, 4);
    }
    assertThat(refusal("Resize", 13, attributes, true, false, true))
        .contains("tf_half_pixel_for_nn", "expected one of", "half_pixel");
  }

  @Test
  void aRegionIsCutOutAndExtrapolated() {
    Map<String, AttributeValue> attributes =
        with(
            "mode",
            "linear",
            "coordinate_transformation_mode",
            "tf_crop_and_resize",
            "extrapolation_value",
            9f);
    Tensor out = run("Resize", 13, attributes, FOUR, floats(-1, 1), null, sizes(3));
    // Coordinates -3, 0 and 3.
    assertThat(elements(out)).containsExactly(9, 1, 4);
    Tensor inside = run("Resize", 13, attributes, FOUR, floats(0.5f, 1), null, sizes(4));
    assertThat(elements(inside)).containsExactly(2.5f, 3, 3.5f, 4);
    Tensor wide = Tensor.of(new double[] {0, 1}, 2);
    Tensor nearest =
        run("Resize", 13, mode("nearest", "tf_crop_and_resize"), FOUR, wide, null, sizes(7));
    assertThat(elements(nearest)).containsExactly(1, 1, 2, 2, 3, 3, 4);
    Tensor grid = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    Map<String, AttributeValue> columns =
        with(
            "axes",
            new long[] {1},
            "coordinate_transformation_mode",
            "tf_crop_and_resize",
            "extrapolation_value",
            7f);
    Tensor turned = run("Resize", 18, columns, grid, floats(1, 2), null, sizes(2));
    assertThat(elements(turned)).containsExactly(2, 7, 4, 7);
    assertThatThrownBy(() -> run("Resize", 18, columns, grid, floats(1, 2, 3), null, sizes(2)))
        .hasMessageContaining("roi")
        .hasMessageContaining("two values for each of 1 axes");
  }

  @Test
  void cubicOfACoefficientAndWithoutTheOutside() {
    // Halfway between elements the weights are a/8, 1/2 - a/8, 1/2 - a/8, a/8.
    Map<String, AttributeValue> half =
        with(
            "mode",
            "cubic",
            "coordinate_transformation_mode",
            "align_corners",
            "cubic_coeff_a",
            -0.5f);
    float[] found = resized(half, 7);
    assertThat(found[3]).isEqualTo(2.5f);
    float border = -0.0625f * 1 + 0.5625f * 1 + 0.5625f * 2 - 0.0625f * 3;
    assertThat(found[1]).isCloseTo(border, within(1e-6f));
    Map<String, AttributeValue> excluded =
        with(
            "mode",
            "cubic",
            "coordinate_transformation_mode",
            "align_corners",
            "cubic_coeff_a",
            -0.5f,
            "exclude_outside",
            1);
    float rest = (0.5625f * 1 + 0.5625f * 2 - 0.0625f * 3) / (0.5625f * 2 - 0.0625f);
    assertThat(resized(excluded, 7)[1]).isCloseTo(rest, within(1e-6f));
  }

  @Test
  void antialiasingStretchesTheKernel() {
    Map<String, AttributeValue> attributes = with("mode", "linear", "antialias", 1);
    // Coordinates 0.5 and 2.5 between elements of weights 1/4, 3/4, 3/4, 1/4.
    float first = (0.25f * 1 + 0.75f * 1 + 0.75f * 2 + 0.25f * 3) / 2;
    assertThat(resized(attributes, 2)).containsExactly(first, 5 - first);
    assertThat(resized(attributes, 8)).isEqualTo(resized(with("mode", "linear"), 8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void linearOfAnyRankIsTheSumOverCorners(int rank) {
    Random random = new Random(rank);
    int[] in = new int[rank];
    long[] wanted = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      in[axis] = 1 + random.nextInt(4);
      wanted[axis] = 1 + random.nextInt(5);
    }
    Tensor x = Tensor.zeros(ElementType.FLOAT64, in);
    for (int i = 0; i < x.size(); i++) {
      x.doubles()[i] = random.nextGaussian();
    }
    Tensor out = run("Resize", 13, mode("linear", "asymmetric"), x, null, null, sizes(wanted));
    for (int i = 0; i < out.size(); i++) {
      assertThat(out.doubles()[i]).isEqualTo(corners(x, out, i), within(1e-6));
    }
  }

  private static double corners(Tensor x, Tensor out, int at) {
    double sum = 0;
    for (int corner = 0; corner < 1 << x.rank(); corner++) {
      int rest = at;
      int stride = 1;
      int index = 0;
      double weight = 1;
      for (int axis = x.rank() - 1; axis >= 0; axis--) {
        double coordinate = rest % out.dim(axis) * (double) x.dim(axis) / out.dim(axis);
        rest /= out.dim(axis);
        int below = (int) (coordinate + 1e-6);
        boolean upper = (corner >> axis & 1) != 0;
        weight *= upper ? coordinate - below : 1 - coordinate + below;
        index += Math.min(below + (upper ? 1 : 0), x.dim(axis) - 1) * stride;
        stride *= x.dim(axis);
      }
      sum += weight * x.doubles()[index];
    }
    return sum;
  }

  @Test
  void integersAreCutTowardsZero() {
    Map<String, AttributeValue> linear = mode("linear", "align_corners");
    Tensor ints = Tensor.of(new int[] {-3, 4}, 2);
    Tensor out = run("Resize", 13, linear, ints, null, null, sizes(3));
    assertThat(out.ints()).startsWith(-3, 0, 4);
    Tensor longs = Tensor.of(new long[] {-3, -4}, 2);
    assertThat(run("Resize", 13, linear, longs, null, null, sizes(3)).longs())
        .startsWith(-3, -3, -4);
  }

  @Test
  void shapesArePartlyKnown() {
    int symbol = Fact.symbol(3);
    Fact x = Fact.of(ElementType.FLOAT32, symbol, 3, Fact.UNKNOWN, 4);
    Fact scales = Fact.of(floats(1, 2, 2, 0.6f));
    assertThat(dims("Resize", 13, Map.of(), x, null, scales))
        .containsExactly(symbol, 6, Fact.UNKNOWN, 2);
    Fact unknown = Fact.of(ElementType.FLOAT32, 4);
    assertThat(dims("Resize", 13, Map.of(), x, null, unknown))
        .containsExactly(Fact.UNKNOWN, Fact.UNKNOWN, Fact.UNKNOWN, Fact.UNKNOWN);
    Fact sizes =
        Fact.ofElements(
            new int[] {4}, Element.ofDim(symbol), Element.of(5), Element.of(6), Element.unknown());
    assertThat(dims("Resize", 13, Map.of(), x, null, null, sizes))
        .containsExactly(symbol, 5, 6, Fact.UNKNOWN);
    assertThat(dims("Resize", 13, Map.of(), Fact.of(ElementType.FLOAT32), null, null, sizes))
        .containsExactly(symbol, 5, 6, Fact.UNKNOWN);
    assertThat(dims("Resize", 13, Map.of(), Fact.of(ElementType.FLOAT32), null, unknown))
        .hasSize(4);
    Map<String, AttributeValue> axes = with("axes", new long[] {-1, 1});
    assertThat(dims("Resize", 18, axes, x, null, null, Fact.of(sizes(7, 8))))
        .containsExactly(symbol, 8, Fact.UNKNOWN, 7);
    assertThat(
            dims(
                "Resize", 18, axes, Fact.of(ElementType.FLOAT32), null, null, Fact.of(sizes(7, 8))))
        .isNull();
    Fact empty = Fact.of(Tensor.of(new float[0], 0));
    Fact ints = Fact.of(ElementType.INT64);
    assertThat(dims("Resize", 11, Map.of(), x, empty, empty, ints)).hasSize(4);
    assertThat(dims("Resize", 11, Map.of(), x, empty, Fact.of(ElementType.FLOAT32), ints))
        .hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({"not_larger, 3, 6", "not_smaller, 4, 8", "stretch, 3, 8"})
  void sizesKeepTheAspectRatio(String policy, int rows, int columns) {
    Map<String, AttributeValue> attributes = with("keep_aspect_ratio_policy", policy);
    Tensor x = Tensor.zeros(ElementType.FLOAT32, 2, 4);
    Tensor out = run("Resize", 18, attributes, x, null, null, sizes(3, 8));
    assertThat(out.shape()).containsExactly(rows, columns);
    Fact open = Fact.of(ElementType.FLOAT32, 2, Fact.UNKNOWN);
    int[] known = dims("Resize", 18, attributes, open, null, null, Fact.of(sizes(3, 8)));
    int unknown = Fact.UNKNOWN;
    assertThat(known)
        .isEqualTo(policy.equals("stretch") ? new int[] {3, 8} : new int[] {unknown, unknown});
  }

  /** Scales are given beside sizes that are empty. */
  @Test
  void aPolicyIsForSizesOnly() {
    Map<String, AttributeValue> attributes = with("keep_aspect_ratio_policy", "not_smaller");
    Tensor x = Tensor.zeros(ElementType.FLOAT32, 2, 4);
    Tensor scales = Tensor.of(new float[] {1.5f, 2}, 2);
    Tensor none = Tensor.of(new long[0], 0);
    assertThat(run("Resize", 18, attributes, x, null, scales, none).shape()).containsExactly(3, 8);
    Fact of = Fact.of(x.type(), 2, 4);
    assertThat(dims("Resize", 18, attributes, of, null, Fact.of(scales), Fact.of(none)))
        .containsExactly(3, 8);
  }

  @Test
  void emptyTensorsStayEmpty() {
    Tensor none = Tensor.zeros(ElementType.FLOAT32, 0, 3);
    assertThat(run("Resize", 13, mode("linear", "half_pixel"), none, null, floats(2, 2)).shape())
        .containsExactly(0, 6);
    assertThat(run("Resize", 13, Map.of(), FOUR, null, floats(0.1f)).shape()).containsExactly(0);
    assertThatThrownBy(() -> run("Resize", 13, Map.of(), none, null, null, sizes(1, 3)))
        .hasMessageContaining("an axis of no element cannot be resized to 1");
  }

  @Test
  void nodesAreRefused() {
    assertThat(refusal("Resize", 9, Map.of(), true, true)).contains("since opset 10");
    assertThat(refusal("Upsample", 10, Map.of(), true, true)).contains("expected Resize");
    assertThat(refusal("Upsample", 7, Map.of(), true)).contains("scales", "is required");
    assertThat(refusal("Resize", 13, Map.of(), true)).contains("expected scales or sizes");
    assertThat(refusal("Resize", 10, with("mode", "cubic"), true, true))
        .contains("cubic", "expected one of [nearest, linear]");
    assertThat(refusal("Resize", 13, with("antialias", 1), true, false, true))
        .contains("not known in opset 13");
    assertThat(refusal("Resize", 18, with("antialias", 1), true, false, true))
        .contains("expected mode linear or cubic");
    assertThat(refusal("Resize", 13, with("exclude_outside", 1), true, false, true))
        .contains("expected mode linear or cubic");
    assertThat(refusal("Resize", 18, mode("linear", "half_pixel_symmetric"), true, false, true))
        .contains("half_pixel_symmetric", "expected one of");
    assertThat(
            refusal(
                "Resize", 18, with("keep_aspect_ratio_policy", "not_larger"), true, false, true))
        .contains("expected sizes");
    assertThat(refusal("Resize", 13, with("nearest_mode", "up"), true, false, true))
        .contains("round_prefer_floor");
  }

  @Test
  void valuesAreRefused() {
    assertThatThrownBy(() -> run("Resize", 13, Map.of(), FOUR, null, floats(2), sizes(8)))
        .hasMessageContaining("found both");
    Tensor none = Tensor.of(new float[0], 0);
    assertThatThrownBy(() -> run("Resize", 13, Map.of(), FOUR, null, none))
        .hasMessageContaining("found neither");
    assertThatThrownBy(() -> run("Resize", 13, Map.of(), FOUR, null, floats(0)))
        .hasMessageContaining("scale 0.0, expected more than 0");
    assertThatThrownBy(() -> run("Resize", 13, Map.of(), FOUR, null, floats(Float.NaN)))
        .hasMessageContaining("scale NaN");
    assertThatThrownBy(() -> run("Upsample", 9, Map.of(), FOUR, floats(0.5f)))
        .hasMessageContaining("scale 0.5, expected 1 or more");
    assertThatThrownBy(() -> run("Resize", 13, Map.of(), FOUR, null, floats(1, 2)))
        .hasMessageContaining("each of 1 axes, found 2");
    assertThatThrownBy(() -> run("Resize", 13, Map.of(), FOUR, null, null, sizes(-1)))
        .hasMessageContaining("-1");
    Tensor scalar = Tensor.of(new float[] {1});
    assertThatThrownBy(() -> run("Resize", 13, Map.of(), scalar, null, floats(2)))
        .hasMessageContaining("no axis");
    Map<String, AttributeValue> twice = with("axes", new long[] {0, -1});
    assertThatThrownBy(() -> run("Resize", 18, twice, FOUR, null, floats(1, 2)))
        .hasMessageContaining("occurs twice");
    Tensor truth = Tensor.of(new boolean[2], 2);
    assertThatThrownBy(() -> run("Resize", 13, with("mode", "linear"), truth, null, floats(2)))
        .hasMessageContaining("BOOL");
    assertThatThrownBy(() -> run("Resize", 13, Map.of(), FOUR, null, floats(1e30f)))
        .hasMessageContaining("no possible dimension");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nearest", "linear", "cubic"})
  void steadyRunsAllocateNothing(String mode) {
    Tensor x = Tensor.zeros(ElementType.FLOAT32, 2, 3, 5, 7);
    Operator resize = operator("Resize", 13, mode(mode, "half_pixel"), true, true, true);
    Tensor none = Tensor.of(new float[0], 0);
    SteadyRun.assertAllocatesNothing(mode, resize, x, none, floats(1, 1, 2, 1.5f));
  }
}
