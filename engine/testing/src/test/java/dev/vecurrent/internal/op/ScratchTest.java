package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scratch is in proportion to inputs and outputs, and sizes are right where an int is too small.
 */
@Timeout(120)
class ScratchTest {

  private static final int MEGA = 1 << 20;

  /** Bytes of scratch of a run. */
  private static long scratch(
      String name, int opset, Map<String, AttributeValue> attributes, Tensor... in) {
    boolean[] present = new boolean[in.length];
    for (int i = 0; i < in.length; i++) {
      present[i] = true;
    }
    Operator operator = Nodes.operator(name, opset, attributes, present);
    Fact[] made = operator.infer(WorkSubject.facts(in));
    Budget budget = Budget.unlimited();
    WorkSubject.run(operator, in, made, new Bounds(new Watch(), budget), Budget.unlimited());
    return budget.used();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nearest", "linear", "cubic"})
  void resizeTakesNoTablesOfItsOutput(String mode) {
    Tensor sizes = WorkSubjects.list(1, 1, 1, MEGA);

    long used =
        scratch(
            "Resize",
            13,
            Nodes.with("mode", mode),
            WorkSubjects.floats(1, 1, 1, 4),
            WorkSubjects.floats(0),
            WorkSubjects.floats(0),
            sizes);

    // A coordinate for each position, and for the nearest an offset.
    assertThat(used).isLessThan(9L * MEGA);
  }

  @Test
  void transposedConvolutionTakesNoSumsOfAllKernelElements() {
    long used =
        scratch(
            "ConvTranspose",
            11,
            Map.of(),
            WorkSubjects.floats(1, 1, 1024),
            WorkSubjects.floats(1, 1, 16 * 1024));

    assertThat(used).isLessThan(MEGA);
  }

  @Test
  void aProductOfOneRowTakesOneRow() {
    Tensor b = WorkSubjects.floats(4, MEGA / 4);

    long used = scratch("MatMul", 13, Map.of(), WorkSubjects.floats(1, 4), b);

    assertThat(used).isLessThan(4L * MEGA);
  }

  @Test
  void anAverageOverMorePaddingThanAnIntCounts() {
    int size = 60_000;
    Map<String, AttributeValue> attributes =
        Nodes.with(
            "kernel_shape",
            new long[] {size, size},
            "pads",
            new long[] {size - 1, size - 1, 0, 0},
            "count_include_pad",
            1);

    Tensor one = Tensor.of(new float[] {1}, 1, 1, 1, 1);
    Tensor wide = Tensor.of(new double[] {1}, 1, 1, 1, 1);

    assertThat(Nodes.run("AveragePool", 11, attributes, one).floats()[0])
        .isEqualTo(1f / ((float) ((long) size * size)));
    assertThat(Nodes.run("AveragePool", 11, attributes, wide).doubles()[0])
        .isEqualTo(1.0 / ((long) size * size));
  }

  @Test
  void aTransposedConvolutionOfNoChannelsLooksAtNoPosition() {
    int many = 1 << 30;
    long cut = (many - 4) / 2;
    Map<String, AttributeValue> attributes = Nodes.with("pads", new long[] {cut, cut});
    for (ElementType type : List.of(ElementType.FLOAT32, ElementType.FLOAT64)) {
      Tensor x = Tensor.zeros(type, 1, 0, many);

      Tensor y = Nodes.run("ConvTranspose", 11, attributes, x, Tensor.zeros(type, 0, 1, 8));

      assertThat(y.shape()).containsExactly(1, 1, 11);
      for (int i = 0; i < y.size(); i++) {
        double value = type == ElementType.FLOAT32 ? y.floats()[i] : y.doubles()[i];
        assertThat(value).isZero();
      }
    }
  }

  @Test
  void aTransposedConvolutionThatIsSpreadTooFarIsRefused() {
    Map<String, AttributeValue> attributes =
        Nodes.with(
            "strides", new long[] {1 << 30}, "pads", new long[] {Integer.MAX_VALUE, 1 << 30});

    assertThatThrownBy(() ->
            Nodes.run(
                "ConvTranspose",
                11,
                attributes,
                WorkSubjects.floats(1, 1, 4),
                WorkSubjects.floats(1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("would be spread over 3221225473");
  }

  @Test
  void textThatIsNoNumberIsNotReadToItsEnd() {
    Tensor text = Tensor.of(new String[] {"1".repeat(MEGA)}, 1);

    for (int to : new int[] {1, 7, 11}) {
      assertThatThrownBy(() -> Nodes.run("Cast", 13, Nodes.with("to", to), text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most 1000 characters");
    }
  }
}
