package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Resize and Upsample against ONNX Runtime, over opsets, modes, ranks and attributes that it takes:
 * of its linear interpolation two or three axes, of its cubic one two.
 *
 * <p>Left out is where it differs from ONNX's text or cases: scales that change no size, a region
 * of an axis that keeps its size, and aligned corners of lengths that are no whole numbers.
 */
class ResizeDifferentialTest {

  private static final int ROUNDS = 400;
  private static final double TOLERANCE = 1e-4;

  private final Random random = new Random();
  private int opset;
  private String mode = "";
  private String coordinates = "";
  private boolean antialias;

  @SafeVarargs
  private <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nearest", "linear", "cubic"})
  void resizeAgreesWithOnnxRuntime(String name) {
    long seed = Seeds.of(ResizeDifferentialTest.class);
    mode = name;
    for (int round = 0; round < ROUNDS; round++) {
      random.setSeed(seed * 31 + name.hashCode() * 7L + round);
      opset = name.equals("cubic") ? oneOf(11, 13, 18, 19, 21) : oneOf(10, 11, 12, 13, 18, 19, 21);
      compare("seed " + seed + ", round " + round, draw());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nearest", "linear"})
  void upsampleAgreesWithOnnxRuntime(String name) {
    long seed = Seeds.of(ResizeDifferentialTest.class);
    mode = name;
    coordinates = "asymmetric";
    antialias = false;
    for (int round = 0; round < ROUNDS / 4; round++) {
      random.setSeed(seed * 31 + name.hashCode() * 11L + round);
      opset = oneOf(7, 8, 9);
      Tensor x = image();
      float[] scales = new float[x.rank()];
      for (int axis = 0; axis < x.rank(); axis++) {
        scales[axis] = free(x).contains(axis) ? oneOf(1f, 2f, 3f, 1.5f, 2.3f) : 1;
      }
      SingleNode node = new SingleNode("Upsample", opset);
      node.add(Attribute.text("mode", mode));
      node.input(x, false);
      if (opset < 9) {
        node.add(Attribute.numbers("scales", scales));
      } else {
        node.input(Tensor.of(scales, scales.length), oneIn(2));
      }
      compare("seed " + seed + ", round " + round, new Drawn(node, x));
    }
  }

  /**
   * A node and its data.
   *
   * @param node with all inputs
   * @param x the first of them
   */
  private record Drawn(SingleNode node, Tensor x) {}

  private void compare(String what, Drawn drawn) {
    Tensor found = drawn.node().run(drawn.x());
    if (found.sameShape(drawn.x()) || found.size() == 0) {
      return;
    }
    Tensor expected = drawn.node().expected(drawn.x());
    if (mode.equals("nearest") || found.type() == ElementType.FLOAT32) {
      double tolerance = mode.equals("nearest") ? 0 : TOLERANCE;
      assertThat(Check.difference(found, expected, tolerance)).as("%s: %s", what, drawn).isEmpty();
      return;
    }
    // An integer is cut from a sum: a last bit may make one less of it.
    assertThat(found.shape()).as("%s: %s", what, drawn).isEqualTo(expected.shape());
    for (int i = 0; i < found.size(); i++) {
      assertThat(Math.abs(found.ints()[i] - expected.ints()[i]))
          .as("%s: element %d of %s", what, i, drawn)
          .isLessThanOrEqualTo(1);
    }
  }

  private Tensor image() {
    int rank =
        switch (mode) {
          case "nearest" -> 1 + random.nextInt(5);
          case "linear" -> antialias ? oneOf(2, 4) : oneOf(2, 3, 4, 5);
          default -> oneOf(2, 4);
        };
    int[] shape = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = 1 + random.nextInt(rank < 3 ? 12 : 6);
    }
    boolean integers = !mode.equals("cubic") && !antialias && oneIn(4);
    Tensor x = Tensor.zeros(integers ? ElementType.INT32 : ElementType.FLOAT32, shape);
    for (int i = 0; i < x.size(); i++) {
      if (integers) {
        x.ints()[i] = random.nextInt(2_001) - 1_000;
      } else {
        x.floats()[i] = (float) random.nextGaussian();
      }
    }
    return x;
  }

  /** Axes that ONNX Runtime resizes. */
  private List<Integer> free(Tensor x) {
    boolean all = mode.equals("nearest") || x.rank() < 4;
    return IntStream.range(all ? 0 : 2, x.rank()).boxed().toList();
  }

  private Drawn draw() {
    boolean interpolates = !mode.equals("nearest");
    antialias = interpolates && opset >= 18 && oneIn(3);
    Tensor x = image();
    coordinates = coordinates();
    boolean bySizes = opset > 10 && oneIn(2);
    boolean crops = coordinates.equals("tf_crop_and_resize");
    List<Integer> free = free(x);
    SingleNode node = new SingleNode("Resize", opset);
    attributes(node, interpolates, crops);
    List<Integer> axes = IntStream.range(0, x.rank()).boxed().toList();
    boolean keeps = opset >= 18 && bySizes && !antialias && free.size() < 3 && oneIn(3);
    String policy = keeps ? oneOf("not_larger", "not_smaller") : "";
    if (opset >= 18 && (oneIn(2) || !policy.isEmpty())) {
      axes = free;
      node.add(Attribute.integers("axes", axes.stream().mapToLong(Integer::longValue).toArray()));
    }
    if (!policy.isEmpty()) {
      node.add(Attribute.text("keep_aspect_ratio_policy", policy));
    }
    float[] scales = new float[axes.size()];
    long[] sizes = new long[axes.size()];
    float[] roi = new float[2 * axes.size()];
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      boolean changes = free.contains(axis) && !oneIn(4);
      scales[i] = changes ? scale(x.dim(axis)) : 1;
      sizes[i] = changes ? 1 + random.nextInt(12) : x.dim(axis);
      boolean cut = changes && scales[i] != 1 && sizes[i] != x.dim(axis) && policy.isEmpty();
      roi[i] = cut ? random.nextFloat() - 0.3f : 0;
      roi[axes.size() + i] = cut ? roi[i] + 0.2f + random.nextFloat() : 1;
    }
    node.input(x, false);
    if (opset > 10) {
      if (crops) {
        node.input(Tensor.of(roi, roi.length), oneIn(2));
      } else if (opset < 13 || oneIn(2)) {
        node.input(Tensor.of(new float[0], 0), true);
      } else {
        node.absent();
      }
    }
    if (!bySizes) {
      node.input(Tensor.of(scales, scales.length), oneIn(2));
    } else {
      if (opset < 13) {
        node.input(Tensor.of(new float[0], 0), true);
      } else {
        node.absent();
      }
      node.input(Tensor.of(sizes, sizes.length), oneIn(2));
    }
    return new Drawn(node, x);
  }

  private String coordinates() {
    if (opset == 10) {
      return "asymmetric";
    }
    List<String> all =
        new ArrayList<>(
            Arrays.asList("half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners"));
    if (!antialias) {
      all.add("tf_crop_and_resize");
    }
    if (opset < 13) {
      all.add("tf_half_pixel_for_nn");
    }
    if (opset >= 19) {
      all.add("half_pixel_symmetric");
    }
    return all.get(random.nextInt(all.size()));
  }

  private void attributes(SingleNode node, boolean interpolates, boolean crops) {
    node.add(Attribute.text("mode", mode));
    if (opset == 10) {
      return;
    }
    node.add(Attribute.text("coordinate_transformation_mode", coordinates));
    if (!interpolates) {
      node.add(
          Attribute.text(
              "nearest_mode", oneOf("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")));
    }
    if (mode.equals("cubic")) {
      node.add(Attribute.number("cubic_coeff_a", oneOf(-0.75, -0.5)));
    }
    if (mode.equals("cubic") || antialias) {
      node.add(Attribute.flag("exclude_outside", oneIn(2)));
    }
    if (antialias) {
      node.add(Attribute.flag("antialias", true));
    }
    if (crops) {
      node.add(Attribute.number("extrapolation_value", oneOf(0.0, 10.0)));
    }
  }

  private float scale(int in) {
    if (coordinates.equals("align_corners")) {
      return oneOf(1, 2, 3, 4);
    }
    float scale =
        oneOf(0.25f, 0.3f, 0.5f, 0.6f, 0.8f, 1.5f, 2f, 2.7f, 3f, 0.2f + random.nextFloat());
    return scale * in < 1 || (int) (scale * in) == in ? 2 : scale;
  }
}
