package dev.vecurrent.internal.op;

import static dev.vecurrent.internal.op.Nodes.operator;
import static dev.vecurrent.internal.op.Nodes.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of operators that knew no shape before: ranks that fit nowhere, and inputs of nothing. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class UndeclaredRanksTest {

  private static final int HUGE = Integer.MAX_VALUE - 8;

  private static Tensor zeros(int... shape) {
    return Tensor.zeros(ElementType.FLOAT32, shape);
  }

  private static Tensor longs(long... elements) {
    return Tensor.of(elements, elements.length);
  }

  /** The output of a run of which only the types of the inputs were known. */
  private static Tensor run(
      String name, int opset, Map<String, AttributeValue> attributes, @Nullable Tensor... inputs) {
    boolean[] present = new boolean[inputs.length];
    @Nullable Fact[] facts = new Fact[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      Tensor input = inputs[i];
      present[i] = input != null;
      facts[i] = input == null ? null : Fact.of(input.type());
    }
    Operator operator = operator(name, opset, attributes, present);
    Tensor out = Tensor.growable(operator.infer(facts)[0].type());
    operator.run(inputs, new Tensor[] {out}, new Workspace());
    return out;
  }

  private static void refused(String name, @Nullable Tensor... inputs) {
    refused(name, Map.of(), inputs);
  }

  private static void refused(
      String name, Map<String, AttributeValue> attributes, @Nullable Tensor... inputs) {
    assertThatThrownBy(() -> run(name, 13, attributes, inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 6, 7, 8})
  void windowsOfAnyRankAreRefused(int rank) {
    Tensor x = zeros(new int[rank]);
    Tensor w = zeros(2, 3, 3);
    refused("Conv", x, w);
    refused("Conv", x, x);
    refused("ConvTranspose", x, w);
    refused("ConvTranspose", x, x);
    refused("MaxPool", with("kernel_shape", new long[] {1, 1}), x);
  }

  @Test
  void kernelsOfAnotherRankThanTheirAttributeAreRefused() {
    Map<String, AttributeValue> kernel = with("kernel_shape", new long[] {3});
    refused("Conv", kernel, zeros(1, 3, 5, 5), zeros(2, 3, 3, 3));
    refused("Conv", kernel, zeros(1, 3, 5), zeros(2, 3, 3, 3));
    refused("Conv", kernel, zeros(1, 3, 5), zeros(2));
    refused("ConvTranspose", kernel, zeros(1, 3, 5), zeros(3));
  }

  @Test
  void scalarsDoNotMultiply() {
    refused("MatMul", zeros(), zeros(2, 2));
    refused("MatMul", zeros(2), zeros());
    refused("MatMul", zeros(), zeros());
    assertThat(run("MatMul", 13, Map.of(), zeros(2), zeros(2)).shape()).isEmpty();
  }

  @Test
  void aRankThatNoTensorHasIsRefused() {
    refused("OneHot", Tensor.zeros(ElementType.INT64, 1, 1, 1, 1, 1, 1, 1, 1), longs(2), zeros(2));
    refused("Gather", zeros(1, 1, 1, 1, 1), Tensor.zeros(ElementType.INT64, 1, 1, 1, 1, 1));
  }

  @Test
  void padsThatCutMoreThanThereIsLeaveWhatTheyFill() {
    Tensor out = run("Pad", 13, Map.of(), Tensor.of(new float[] {1, 2}, 2), longs(-3, 5));
    assertThat(out.shape()).containsExactly(4);
    assertThat(out.floats()).startsWith(0, 0, 0, 0);
    long far = Integer.MAX_VALUE;
    Map<String, AttributeValue> edge = with("mode", "edge");
    Tensor last = run("Pad", 13, edge, Tensor.of(new float[] {1, 2}, 2), longs(-far, far));
    assertThat(last.floats()).startsWith(2, 2);
  }

  @Test
  void nothingToMoveTakesNoTime() {
    assertThat(run("Gather", 13, with("axis", 1), zeros(HUGE, 2, 0), longs(1, 0)).shape())
        .containsExactly(HUGE, 2, 0);
    assertThat(
            run("Split", 13, Map.of("axis", new AttributeValue.OfInt(1)), zeros(HUGE, 2, 0))
                .shape())
        .containsExactly(HUGE, 2, 0);
    assertThat(run("EyeLike", 13, Map.of(), zeros(HUGE, 0)).shape()).containsExactly(HUGE, 0);
    Tensor none = Tensor.zeros(ElementType.INT64, HUGE, HUGE, 0);
    assertThat(run("GatherND", 13, Map.of(), zeros(0, 3), none).shape())
        .containsExactly(HUGE, HUGE, 0, 3);
    Tensor lengths = Tensor.zeros(ElementType.INT64, 3);
    assertThat(run("ReverseSequence", 13, Map.of(), zeros(HUGE, 3, 0), lengths).shape())
        .containsExactly(HUGE, 3, 0);
    assertThat(run("Unique", 13, with("axis", 0), zeros(HUGE, 0)).shape()).containsExactly(1, 0);
    assertThat(run("ReduceSum", 11, with("axes", new long[] {0}), zeros(HUGE, HUGE, 0, 3)).shape())
        .containsExactly(1, HUGE, 0, 3);
  }
}
