package dev.vecurrent.internal.op.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.SteadyRun;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.TestKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Convolutions and pools: the twins give the same bits, with constant weights and given ones, for
 * one image as for several; a steady run allocates nothing.
 */
@Tag("bits")
class WindowRunsTest {

  private final Random random = new Random(11);

  private Tensor floats(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (float) random.nextGaussian();
    }
    return tensor;
  }

  private static Operator operator(
      String name, Map<String, AttributeValue> attributes, int inputs) {
    List<String> names = IntStream.range(0, inputs).mapToObj(i -> "i" + i).toList();
    List<Finding> findings = new ArrayList<>();
    OperatorNode node = new OperatorNode("n", name, 13, names, List.of("y"), attributes);
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

  @ParameterizedTest
  @CsvSource({
    "Conv, 1, 1, 9, 300",
    "Conv, 1, 5, 7, 3",
    "Conv, 1, 5, 33, 1",
    "Conv, 2, 6, 10, 90",
    "Conv, 3, 6, 3, 40",
    "ConvTranspose, 1, 5, 7, 30",
    "ConvTranspose, 2, 6, 4, 70"
  })
  void convolutions(String name, int group, int channels, int columns, int length) {
    boolean transposed = name.equals("ConvTranspose");
    Map<String, AttributeValue> attributes = new HashMap<>();
    attributes.put("group", new AttributeValue.OfInt(group));
    attributes.put("pads", new AttributeValue.OfInts(List.of(1L, 1L)));
    Tensor x = floats(3, channels, length);
    Tensor w =
        transposed
            ? floats(channels, columns, 3)
            : floats(columns / group * group, channels / group, 3);
    Tensor b = floats(transposed ? columns * group : w.dim(0));
    Operator given = operator(name, attributes, 3);
    Tensor[] constants = {null, w, b};
    Operator vector = given.withConstants(constants, Packing.unlimited(TestKernels.best()));
    Operator scalar = given.withConstants(constants, Packing.unlimited(Kernels.scalar()));
    int[] expected = bits(scalar, x, w, b);
    assertThat(bits(vector, x, w, b)).isEqualTo(expected);
    assertThat(bits(given, x, w, b)).isEqualTo(expected);
    Tensor last =
        Tensor.of(
            Arrays.copyOfRange(x.floats(), 2 * channels * length, x.size()), 1, channels, length);
    int[] ofLast = bits(vector, last, w, b);
    int each = expected.length / 3;
    assertThat(ofLast).isEqualTo(Arrays.copyOfRange(expected, 2 * each, 3 * each));
    SteadyRun.assertAllocatesNothing(name, vector, x, w, b);
    SteadyRun.assertAllocatesNothing(name, given, x, w, b);
  }

  @ParameterizedTest
  @CsvSource({"MaxPool, 2", "AveragePool, 3", "LpPool, 2"})
  void pools(String name, int kernel) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    attributes.put(
        "kernel_shape", new AttributeValue.OfInts(List.of((long) kernel, (long) kernel)));
    SteadyRun.assertAllocatesNothing(name, operator(name, attributes, 1), floats(2, 3, 9, 11));
  }

  @ParameterizedTest
  @CsvSource({
    "ReduceSum",
    "ReduceLogSumExp",
    "ReduceMax",
    "ReduceProd",
    "GlobalAveragePool",
    "GlobalLpPool"
  })
  void reductions(String name) {
    SteadyRun.assertAllocatesNothing(name, operator(name, Map.of(), 1), floats(2, 3, 9, 11));
  }

  /** A row is not copied with padding that is out of proportion to it. */
  @Test
  void muchPaddingOfPoolsTakesNoMemory() {
    Map<String, AttributeValue> attributes =
        Map.of(
            "kernel_shape", new AttributeValue.OfInts(List.of(2L)),
            "dilations", new AttributeValue.OfInts(List.of(20_000_000L)),
            "pads", new AttributeValue.OfInts(List.of(19_999_999L, 0L)));
    Workspace workspace = new Workspace();
    Tensor out = Tensor.growable(ElementType.FLOAT32);
    Tensor[] inputs = {Tensor.of(new float[] {3, -5}, 1, 1, 2)};
    operator("MaxPool", attributes, 1).run(inputs, new Tensor[] {out}, workspace);
    assertThat(workspace.bytes()).isLessThan(1 << 24);
    assertThat(out).asString().isEqualTo("FLOAT32[1, 1, 1]");
    assertThat(out.floats()[0]).isEqualTo(-5);
  }
}
