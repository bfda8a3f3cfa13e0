package dev.vecurrent.internal.op.reduce;

import static dev.vecurrent.internal.op.Nodes.run;
import static dev.vecurrent.internal.op.Nodes.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reductions of nothing, over nothing and of truth values. */
class ReduceTest {

  private static final Tensor AXIS = Tensor.of(new long[] {1}, 1);

  @ParameterizedTest
  @CsvSource({
    "ReduceSum, 0, 0",
    "ReduceSumSquare, 0, 0",
    "ReduceL1, 0, 0",
    "ReduceL2, 0, 0",
    "ReduceProd, 1, 1",
    "ReduceMax, -Infinity, -2147483648",
    "ReduceMin, Infinity, 2147483647",
    "ReduceLogSum, -Infinity,",
    "ReduceLogSumExp, -Infinity,",
    "ReduceMean, NaN,"
  })
  void ofNoElement(String name, float real, Integer whole) {
    Tensor none = Tensor.zeros(ElementType.FLOAT32, 2, 0, 3);
    Tensor out = run(name, 18, Map.of(), none, AXIS);
    assertThat(out.shape()).containsExactly(2, 1, 3);
    assertThat(out.floats()).startsWith(real, real, real, real, real, real);
    Tensor wide = run(name, 18, Map.of(), Tensor.zeros(ElementType.FLOAT64, 2, 0, 3), AXIS);
    assertThat(wide.doubles()).startsWith(real, real);
    Tensor ints = Tensor.zeros(ElementType.INT32, 2, 0, 3);
    if (whole == null) {
      assertThatThrownBy(() -> run(name, 18, Map.of(), ints, AXIS))
          .hasMessageContaining(name)
          .hasMessageContaining("no element of INT32[2, 0, 3]");
    } else {
      assertThat(run(name, 18, Map.of(), ints, AXIS).ints()).startsWith(whole, whole, whole);
    }
    Tensor all = run(name, 18, with("keepdims", 0), none);
    assertThat(all.shape()).isEmpty();
    assertThat(all.floats()).startsWith(real);
    Tensor kept = run(name, 18, Map.of(), none, Tensor.of(new long[] {0}, 1));
    assertThat(kept.shape()).containsExactly(1, 0, 3);
  }

  @Test
  void extremesOfNoLongInteger() {
    Tensor none = Tensor.zeros(ElementType.INT64, 1, 0);
    assertThat(run("ReduceMax", 18, Map.of(), none, AXIS).longs()).startsWith(Long.MIN_VALUE);
    assertThat(run("ReduceMin", 18, Map.of(), none, AXIS).longs()).startsWith(Long.MAX_VALUE);
  }

  @Test
  void extremesOfTruthValues() {
    Tensor x = Tensor.of(new boolean[] {true, false, true, true, false, false}, 3, 2);
    assertThat(run("ReduceMax", 20, Map.of(), x, AXIS).booleans()).startsWith(true, true, false);
    assertThat(run("ReduceMin", 20, Map.of(), x, AXIS).booleans()).startsWith(false, true, false);
    Tensor none = Tensor.zeros(ElementType.BOOL, 1, 0);
    assertThat(run("ReduceMax", 20, Map.of(), none, AXIS).booleans()).startsWith(false);
    assertThat(run("ReduceMin", 20, Map.of(), none, AXIS).booleans()).startsWith(true);
    assertThatThrownBy(() -> run("ReduceMax", 18, Map.of(), x, AXIS)).hasMessageContaining("BOOL");
    assertThatThrownBy(() -> run("ReduceSum", 20, Map.of(), x, AXIS)).hasMessageContaining("BOOL");
  }

  @Test
  void extremesKeepNaNAndTheirOnlyElement() {
    Tensor x = Tensor.of(new float[] {Float.NaN, 1, -3, -2}, 2, 2);
    assertThat(run("ReduceMax", 18, Map.of(), x, AXIS).floats()).startsWith(Float.NaN, -2);
    assertThat(run("ReduceMin", 18, Map.of(), x, AXIS).floats()).startsWith(Float.NaN, -3);
  }

  @Test
  void overNoAxisTheFunctionAroundTheSumStays() {
    Tensor x = Tensor.of(new float[] {-3, 4}, 2);
    Tensor axes = Tensor.of(new long[0], 0);
    var noOp = with("noop_with_empty_axes", 1);
    assertThat(run("ReduceSum", 18, noOp, x, axes).floats()).startsWith(-3, 4);
    assertThat(run("ReduceSumSquare", 18, noOp, x, axes).floats()).startsWith(9, 16);
    assertThat(run("ReduceL1", 18, noOp, x).floats()).startsWith(3, 4);
    assertThat(run("ReduceMax", 18, noOp, x, axes).floats()).startsWith(-3, 4);
    assertThat(run("ReduceSum", 18, Map.of(), x, axes).shape()).containsExactly(1);
    Tensor scalar = Tensor.of(new float[] {5});
    assertThat(run("ReduceMax", 18, Map.of(), scalar).floats()).startsWith(5);
  }
}
