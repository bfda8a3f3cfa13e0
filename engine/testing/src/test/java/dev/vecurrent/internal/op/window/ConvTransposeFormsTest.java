package dev.vecurrent.internal.op.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.TestKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Few positions and many take two ways to one answer, which is also that of a W of the call. */
class ConvTransposeFormsTest {

  private final long seed = Seeds.of(ConvTransposeFormsTest.class);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 16, 17, 40})
  void constantAndGivenWeightsGiveTheSameBits(int positions) {
    Random random = Seeds.random(seed + positions);
    for (int round = 0; round < 20; round++) {
      int group = 1 + random.nextInt(2);
      int channels = group * (1 + random.nextInt(9));
      int planes = 1 + random.nextInt(5);
      int kernel = 1 + random.nextInt(90);
      long stride = 1 + random.nextInt(4);
      Tensor x = floats(random, 2, channels, positions);
      Tensor w = floats(random, channels, planes, kernel);
      Tensor b = floats(random, planes * group);
      Map<String, AttributeValue> attributes =
          Map.of(
              "group",
              new AttributeValue.OfInt(group),
              "strides",
              new AttributeValue.OfInts(List.of(stride)));
      Operator given =
          Objects.requireNonNull(
              Operators.create(
                  new OperatorNode(
                      "n", "ConvTranspose", 11, List.of("x", "w", "b"), List.of("y"), attributes),
                  new ArrayList<>()));
      int[] expected = run(given, x, w, b);
      for (Kernels kernels : List.of(TestKernels.best(), Kernels.scalar())) {
        Packing packing = Packing.unlimited(kernels);
        Operator constant = given.withConstants(new @Nullable Tensor[] {null, w, b}, packing);
        Operator other = given.withConstants(new @Nullable Tensor[] {null, null, null}, packing);
        assertThat(run(constant, x, w, b)).isEqualTo(expected);
        assertThat(run(other, x, w, b)).isEqualTo(expected);
      }
    }
  }

  private static Tensor floats(Random random, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = random.nextFloat() * 2 - 1;
    }
    return tensor;
  }

  private static int[] run(Operator operator, Tensor... inputs) {
    Tensor out = Tensor.growable(ElementType.FLOAT32);
    operator.run(inputs, new Tensor[] {out}, new Workspace());
    int[] bits = new int[out.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(out.floats()[i]);
    }
    return bits;
  }
}
