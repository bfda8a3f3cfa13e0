package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Values at the ends of their ranges, and parameters that do not fit each other. */
class OperatorCornersTest {

  private static Operator operator(
      String name, int opset, int inputs, Map<String, AttributeValue> attributes) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      names.add("i" + i);
    }
    List<Finding> findings = new ArrayList<>();
    Operator operator =
        Operators.create(
            new OperatorNode("node", name, opset, names, List.of("y"), attributes), findings);
    assertThat(findings).isEmpty();
    return Objects.requireNonNull(operator);
  }

  private static Tensor run(Operator operator, ElementType type, @Nullable Tensor... inputs) {
    Tensor out = Tensor.growable(type);
    operator.run(inputs, new Tensor[] {out}, new Workspace());
    return out;
  }

  @Test
  void triluOfAnyDiagonal() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    for (boolean upper : new boolean[] {true, false}) {
      Operator trilu =
          operator("Trilu", 14, 2, Map.of("upper", new AttributeValue.OfInt(upper ? 1 : 0)));
      float[] all = {1, 2, 3, 4};
      float[] none = {0, 0, 0, 0};
      for (long k : new long[] {2, 5, Long.MAX_VALUE}) {
        Tensor far = run(trilu, ElementType.FLOAT32, x, Tensor.of(new long[] {k}, 1));
        assertThat(far.floats()).startsWith(upper ? none : all);
        Tensor near = run(trilu, ElementType.FLOAT32, x, Tensor.of(new long[] {-k}, 1));
        assertThat(near.floats()).startsWith(upper ? all : none);
      }
    }
  }

  @Test
  void logSumExpOfLargeIntegers() {
    Operator reduce = operator("ReduceLogSumExp", 18, 1, Map.of());
    Tensor out = run(reduce, ElementType.INT64, Tensor.of(new long[] {1000, 1000}, 2));
    assertThat(out.longs()[0]).isEqualTo(1000);
  }

  /** ONNX clamps starts of a negative step to [0, dim - 1], where NumPy would give nothing. */
  @Test
  void sliceBackwardsFromBeforeTheFirstElement() {
    Operator slice = operator("Slice", 13, 5, Map.of());
    Tensor x = Tensor.of(new float[] {1, 2, 3}, 3);
    Tensor start = Tensor.of(new long[] {-7}, 1);
    Tensor end = Tensor.of(new long[] {Long.MIN_VALUE}, 1);
    Tensor axis = Tensor.of(new long[] {0}, 1);
    Tensor step = Tensor.of(new long[] {-2}, 1);
    Tensor y = run(slice, ElementType.FLOAT32, x, start, end, axis, step);
    assertThat(y.shape()).containsExactly(1);
    assertThat(y.floats()[0]).isEqualTo(1);
    Tensor none =
        run(
            slice,
            ElementType.FLOAT32,
            Tensor.zeros(ElementType.FLOAT32, 0),
            start,
            end,
            axis,
            step);
    assertThat(none.shape()).containsExactly(0);
  }

  @Test
  void sliceRefusesParametersThatDoNotFitEachOther() {
    Operator slice = operator("Slice", 13, 4, Map.of());
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    Tensor two = Tensor.of(new long[] {0, 0}, 2);
    Tensor one = Tensor.of(new long[] {1}, 1);
    Fact[] facts = {Fact.of(x), Fact.of(two), Fact.of(one), Fact.of(two)};
    assertThatThrownBy(() -> slice.infer(facts)).hasMessageContaining("as many");
    Tensor ends = Tensor.of(new long[] {1, 1}, 2);
    assertThatThrownBy(() -> run(slice, ElementType.FLOAT32, x, two, ends, two))
        .hasMessageContaining("occurs twice");
    Fact[] twice = {Fact.of(x), Fact.of(two), Fact.of(ends), Fact.of(two)};
    assertThatThrownBy(() -> slice.infer(twice)).hasMessageContaining("occurs twice");
  }

  @Test
  void squeezeDropsAnAxisGivenTwiceOnce() {
    Operator squeeze = operator("Squeeze", 13, 2, Map.of());
    Tensor x = Tensor.of(new float[] {1, 2}, 1, 2);
    Tensor axes = Tensor.of(new long[] {0, -2}, 2);
    assertThat(run(squeeze, ElementType.FLOAT32, x, axes).shape()).containsExactly(2);
  }
}
