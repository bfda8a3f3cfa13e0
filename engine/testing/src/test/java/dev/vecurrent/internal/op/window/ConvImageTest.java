package dev.vecurrent.internal.op.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.TestKernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Convolutions of any number of axes, strides, dilations and pads against plain loops, bit by bit.
 */
@Tag("bits")
class ConvImageTest {

  private static final int CASES = 300;

  private Random random = new Random(1);

  private Tensor floats(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (float) random.nextGaussian();
    }
    return tensor;
  }

  private static Operator conv(Map<String, AttributeValue> attributes) {
    List<Finding> findings = new ArrayList<>();
    OperatorNode node =
        new OperatorNode("n", "Conv", 13, List.of("x", "w", "b"), List.of("y"), attributes);
    Operator operator = Operators.create(node, findings);
    assertThat(findings).isEmpty();
    return Objects.requireNonNull(operator);
  }

  private static int[] bits(Operator operator, Tensor... inputs) {
    Tensor out = Tensor.growable(ElementType.FLOAT32);
    operator.run(inputs, new Tensor[] {out}, new Workspace());
    int[] bits = new int[out.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(out.floats()[i]);
    }
    return bits;
  }

  /** Zero times infinity, whether weights are packed or come with the call. */
  @Test
  void paddingUnderAnInfiniteWeightIsNoNumber() {
    for (int planes : new int[] {1, 4, 40}) {
      for (int steps : new int[] {1, 5, 60}) {
        Operator given = conv(Map.of("pads", new AttributeValue.OfInts(List.of(1L, 2L))));
        Tensor x = floats(1, 4, steps);
        Tensor w = floats(planes, 4, 1);
        Tensor b = floats(planes);
        w.floats()[2] = Float.NEGATIVE_INFINITY;
        int[] expected = bits(given, x, w, b);
        assertThat(Float.intBitsToFloat(expected[0])).isNaN();
        assertThat(Float.intBitsToFloat(expected[1])).isInfinite();
        for (Kernels kernels : List.of(TestKernels.best(), Kernels.scalar())) {
          Packing packing = Packing.unlimited(kernels);
          Operator constant = given.withConstants(new @Nullable Tensor[] {null, w, b}, packing);
          assertThat(bits(constant, x, w, b)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void agreesWithPlainLoops() {
    random = new Random(Seeds.of(ConvImageTest.class));
    int many = 0;
    for (int i = 0; i < CASES; i++) {
      many += agrees(1 + random.nextInt(3)) ? 1 : 0;
    }
    assertThat(many).as("cases of many positions").isGreaterThan(CASES / 5);
  }

  /** Patches of one channel and row stand in the image as they are, but not in padding above it. */
  @Test
  void paddingAroundAnAxisOfOneIsSeen() {
    Tensor x = floats(1, 1, 1, 30);
    Tensor w = floats(4, 1, 1, 3);
    Tensor b = floats(4);
    for (List<Long> pads : List.of(List.of(1L, 0L, 1L, 0L), List.of(1L, 0L, 0L, 0L))) {
      Map<String, AttributeValue> attributes =
          Map.of(
              "pads",
              new AttributeValue.OfInts(pads),
              "strides",
              new AttributeValue.OfInts(List.of(pads.get(2) == 1 ? 1L : 2L, 1L)));
      Tensor[] constants = {null, w, b};
      Operator conv =
          conv(attributes).withConstants(constants, Packing.unlimited(TestKernels.best()));
      assertThat(bits(conv, x, w, b)).isEqualTo(plain(attributes, x, w, b));
    }
  }

  /** What one call laid out does not serve the next one of another size. */
  @Test
  void sizesMayChangeFromCallToCall() {
    Tensor w = floats(4, 2, 3, 3);
    Tensor b = floats(4);
    Operator conv = conv(Map.of("strides", new AttributeValue.OfInts(List.of(2L, 1L))));
    Workspace workspace = new Workspace();
    Tensor out = Tensor.growable(ElementType.FLOAT32);
    for (int width : new int[] {40, 90, 40, 40, 65, 90}) {
      Tensor x = floats(1, 2, 11, width);
      conv.run(new Tensor[] {x, w, b}, new Tensor[] {out}, workspace);
      int[] fresh = bits(conv, x, w, b);
      for (int i = 0; i < fresh.length; i++) {
        assertThat(Float.floatToRawIntBits(out.floats()[i])).isEqualTo(fresh[i]);
      }
    }
  }

  /** An image is not copied with padding that is out of proportion to it. */
  @Test
  void muchPaddingTakesNoMemory() {
    Tensor x = floats(1, 2000, 1);
    Tensor w = floats(4, 2000, 1);
    Tensor b = floats(4);
    Map<String, AttributeValue> attributes =
        Map.of("pads", new AttributeValue.OfInts(List.of(300_000L, 300_000L)));
    Workspace workspace = new Workspace();
    Tensor out = Tensor.growable(ElementType.FLOAT32);
    conv(attributes).run(new Tensor[] {x, w, b}, new Tensor[] {out}, workspace);
    assertThat(workspace.bytes()).isLessThan(1 << 24);
    assertThat(out).asString().isEqualTo("FLOAT32[1, 4, 600001]");
    assertThat(out.floats()[7]).isEqualTo(b.floats()[0]);
    float sum = b.floats()[0];
    for (int k = 0; k < 2000; k++) {
      sum = Math.fma(x.floats()[k], w.floats()[k], sum);
    }
    assertThat(out.floats()[300_000]).isEqualTo(sum);
  }

  /** Whether there were positions enough for an image. */
  private boolean agrees(int axes) {
    int group = 1 + random.nextInt(2);
    int channels = 1 + random.nextInt(3);
    int columns = 4 + random.nextInt(6);
    int[] xShape = new int[2 + axes];
    int[] wShape = new int[2 + axes];
    List<Long> strides = new ArrayList<>();
    List<Long> dilations = new ArrayList<>();
    List<Long> before = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    xShape[0] = 1 + random.nextInt(2);
    xShape[1] = group * channels;
    wShape[0] = group * columns;
    wShape[1] = channels;
    for (int axis = 0; axis < axes; axis++) {
      int kernel = 1 + random.nextInt(4);
      long dilation = 1 + random.nextInt(2);
      wShape[2 + axis] = kernel;
      xShape[2 + axis] = (int) ((kernel - 1) * dilation) + 1 + random.nextInt(axes == 1 ? 400 : 20);
      strides.add(1L + random.nextInt(3));
      dilations.add(dilation);
      before.add((long) random.nextInt(3));
      after.add((long) random.nextInt(3));
    }
    before.addAll(after);
    Map<String, AttributeValue> attributes = new HashMap<>();
    attributes.put("group", new AttributeValue.OfInt(group));
    attributes.put("strides", new AttributeValue.OfInts(strides));
    attributes.put("dilations", new AttributeValue.OfInts(dilations));
    attributes.put("pads", new AttributeValue.OfInts(before));
    Tensor x = floats(xShape);
    Tensor w = floats(wShape);
    Tensor b = floats(wShape[0]);
    Operator given = conv(attributes);
    int[] found = bits(given, x, w, b);
    Tensor[] constants = {null, w, b};
    assertThat(bits(given.withConstants(constants, Packing.unlimited(TestKernels.best())), x, w, b))
        .isEqualTo(found);
    assertThat(bits(given.withConstants(constants, Packing.unlimited(Kernels.scalar())), x, w, b))
        .isEqualTo(found);
    assertThat(found).as("%s by %s, %s", x, w, attributes).isEqualTo(plain(attributes, x, w, b));
    return found.length / (xShape[0] * wShape[0]) >= 4 * TestKernels.best().lanes();
  }

  /** One output channel at a time, which is computed by plain loops. */
  private static int[] plain(Map<String, AttributeValue> attributes, Tensor x, Tensor w, Tensor b) {
    int group = x.dim(1) / w.dim(1);
    int columns = w.dim(0) / group;
    Map<String, AttributeValue> single = new HashMap<>(attributes);
    single.remove("group");
    Operator operator = conv(single);
    List<int[]> planes = new ArrayList<>();
    for (int n = 0; n < x.dim(0); n++) {
      for (int m = 0; m < w.dim(0); m++) {
        planes.add(
            bits(
                operator,
                part(x, n * group + m / columns, x.dim(0) * group, 1),
                part(w, m, w.dim(0), 0),
                part(b, m, w.dim(0), 0)));
      }
    }
    return planes.stream().flatMapToInt(java.util.Arrays::stream).toArray();
  }

  /** One of several equal parts, along the first axis or the first two. */
  private static Tensor part(Tensor tensor, int index, int parts, int axis) {
    int size = tensor.size() / parts;
    float[] elements = new float[size];
    System.arraycopy(tensor.floats(), index * size, elements, 0, size);
    int[] shape = tensor.shape();
    shape[0] = 1;
    if (axis == 1) {
      shape[1] = shape[1] * tensor.dim(0) / parts;
    }
    return Tensor.of(elements, shape);
  }
}
