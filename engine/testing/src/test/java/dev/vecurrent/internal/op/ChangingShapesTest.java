package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.TestKernels;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node keeps what follows from the shapes of its last call. Calls of other shapes, refused ones
 * and those of the first shape again must find nothing of it: they give what a new session gives.
 */
class ChangingShapesTest {

  private static final int CALLS = 400;

  private final long seed = Seeds.of(ChangingShapesTest.class);
  private final Random random = new Random();

  @BeforeEach
  void seed() {
    random.setSeed(seed);
  }

  private Tensor floats(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = random.nextFloat() * 2 - 1;
    }
    return tensor;
  }

  private static Tensor longs(long... values) {
    return Tensor.of(values, values.length);
  }

  private int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  /** Inputs of a convolution; one in six does not fit. */
  private Tensor[] convolution(boolean transposed, int @Nullable [] weights) {
    int group = 2;
    int channels = weights == null ? 2 * between(1, 2) : transposed ? weights[0] : 2 * weights[1];
    int[] kernel =
        weights != null
            ? weights
            : transposed
                ? new int[] {channels, between(1, 5), between(1, 3)}
                : new int[] {group * between(1, 5), channels / group, between(1, 3)};
    int given = random.nextInt(6) == 0 ? channels + 1 : channels;
    int outputs = transposed ? group * kernel[1] : kernel[0];
    return new Tensor[] {
      floats(between(0, 2), given, random.nextBoolean() ? between(0, 12) : between(60, 140)),
      floats(kernel),
      floats(outputs)
    };
  }

  private static final Map<String, AttributeValue> GROUPS =
      Nodes.with("group", 2, "pads", new long[] {1, 0});

  @ParameterizedTest
  @ValueSource(strings = {"Conv", "ConvTranspose"})
  void convolutionOfGivenWeights(String name) {
    Operator operator = Nodes.operator(name, 11, GROUPS, true, true, true);
    boolean transposed = name.equals("ConvTranspose");
    assertSameAsAlone(operator, () -> convolution(transposed, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Conv", "ConvTranspose"})
  void convolutionOfConstantWeights(String name) {
    boolean transposed = name.equals("ConvTranspose");
    int[] shape = transposed ? new int[] {4, 3, 3} : new int[] {10, 2, 3};
    Tensor w = floats(shape);
    Tensor b = floats(transposed ? 6 : 10);
    Operator operator =
        Nodes.operator(name, 11, GROUPS, true, true, true)
            .withConstants(
                new @Nullable Tensor[] {null, w, b}, Packing.unlimited(TestKernels.best()));
    assertSameAsAlone(operator, () -> new Tensor[] {convolution(transposed, shape)[0], w, b});
  }

  /** Of two, three or four axes; the slice is of the second, so that one axis is refused. */
  private Tensor data() {
    int[] shape = new int[between(1, 4)];
    Arrays.setAll(shape, axis -> between(0, 5));
    return floats(shape);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void slice(boolean constant) {
    Tensor start = longs(1);
    Tensor end = longs(-1);
    Tensor axis = longs(1);
    Operator given = Nodes.operator("Slice", 13, Map.of(), true, true, true, true);
    if (!constant) {
      assertSameAsAlone(
          given, () -> new Tensor[] {data(), longs(between(-2, 2)), longs(between(-2, 5)), axis});
      return;
    }
    Operator fixed =
        given.withConstants(
            new @Nullable Tensor[] {null, start, end, axis}, Packing.unlimited(TestKernels.best()));
    assertSameAsAlone(fixed, () -> new Tensor[] {data(), start, end, axis});
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void transpose(boolean permuted) {
    Map<String, AttributeValue> attributes =
        permuted ? Nodes.with("perm", new long[] {2, 0, 1}) : Map.of();
    Operator operator = Nodes.operator("Transpose", 13, attributes, true);
    assertSameAsAlone(operator, () -> new Tensor[] {data()});
  }

  private interface Draw {
    Tensor[] inputs();
  }

  private void assertSameAsAlone(Operator operator, Draw draw) {
    Workspace workspace = new Workspace();
    Tensor out = Tensor.growable(ElementType.FLOAT32);
    Tensor[] inputs = draw.inputs();
    Set<String> seen = new HashSet<>();
    for (int call = 0; call < CALLS; call++) {
      if (random.nextInt(3) > 0) {
        inputs = draw.inputs();
      }
      Tensor alone = Tensor.growable(ElementType.FLOAT32);
      String expected = outcome(operator, inputs, alone, new Workspace());
      String found = outcome(operator, inputs, out, workspace);
      String what = "seed " + seed + ", call " + call + " of " + Arrays.toString(inputs);
      assertThat(found).as(what).isEqualTo(expected);
      seen.add(found.startsWith("refused") ? "refused" : "answered");
      if (random.nextInt(5) == 0) {
        out.resize(new int[] {0}, 1); // another node may have had this memory in between
      }
    }
    assertThat(seen).contains("answered");
  }

  private static String outcome(
      Operator operator, Tensor[] inputs, Tensor out, Workspace workspace) {
    try {
      operator.run(inputs, new Tensor[] {out}, workspace);
    } catch (IllegalArgumentException e) {
      return "refused: " + e.getMessage();
    }
    return out + " " + Arrays.toString(Arrays.copyOf(out.floats(), out.size()));
  }
}
