package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

  private static Comparison compare(float actual, float expected, double rtol, double atol) {
    return Comparison.of(
        "y",
        Tensor.of(new float[] {actual}, 1),
        Tensor.of(new float[] {expected}, 1),
        Tolerances.of(rtol, atol));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, true",
    "1.0009, 1, true",
    "1.0011, 1, false",
    "0, 0.00000009, true",
    "0.0000002, 0, false",
    "NaN, NaN, true",
    "NaN, 1, false",
    "1, NaN, false",
    "Infinity, Infinity, true",
    "-Infinity, Infinity, false",
    "1, Infinity, false",
    "Infinity, 1, false",
    "0, -0.0, true",
  })
  void passesWhereNumPyWouldSayClose(float actual, float expected, boolean passes) {
    Comparison comparison = compare(actual, expected, 1e-3, 1e-7);
    assertThat(comparison.passes()).isEqualTo(passes);
    assertThat(comparison.reason().isEmpty()).isEqualTo(passes);
  }

  @Test
  void toleranceIsRelativeToWhatIsExpected() {
    assertThat(compare(2, 1, 0.5, 0).passes()).isFalse();
    assertThat(compare(1, 2, 0.5, 0).passes()).isTrue();
  }

  @Test
  void saysWhereItIsWorst() {
    Tensor expected = Tensor.of(new float[] {1, 2, 3, 0, 5, 6}, 2, 3);
    Tensor actual = Tensor.of(new float[] {1, 2.5f, 3, 0.25f, 5, 8}, 2, 3);
    Comparison comparison = Comparison.of("y", actual, expected, Tolerances.of(0.0, 0.0));
    assertThat(comparison.maxAbs()).isEqualTo(2);
    assertThat(comparison.maxRel()).isEqualTo(2.0 / 6);
    assertThat(comparison.reason())
        .isEqualTo("y[1, 2]: expected 6.0, found 8.0 (3 of 6 elements differ, this one most)");
  }

  @Test
  void typesAndShapesMustBeEqual() {
    Tensor floats = Tensor.of(new float[] {1, 2}, 2);
    assertThat(
            Comparison.of("y", floats, Tensor.of(new float[] {1, 2}, 1, 2), Tolerances.of(1.0, 1.0))
                .passes())
        .isFalse();
    assertThat(
            Comparison.of("y", floats, Tensor.of(new double[] {1, 2}, 2), Tolerances.of(1.0, 1.0))
                .passes())
        .isFalse();
  }

  @Test
  void unsignedIntegersAreUnsigned() {
    Tensor low = Tensor.of(ElementType.UINT8, new byte[] {127}, 1);
    Tensor high = Tensor.of(ElementType.UINT8, new byte[] {(byte) 128}, 1);
    assertThat(Comparison.of("y", low, high, Tolerances.of(0.0, 0.0)).maxAbs()).isEqualTo(1);
  }

  private static boolean passes(Tensor actual, Tensor expected, Tolerances tolerances) {
    return Comparison.of("y", actual, expected, tolerances).passes();
  }

  private static boolean passes(ElementType type, double actual, double expected, Tolerances by) {
    Tensor a = Tensor.zeros(type, 1);
    Tensor b = Tensor.zeros(type, 1);
    switch (type) {
      case FLOAT32 -> {
        a.floats()[0] = (float) actual;
        b.floats()[0] = (float) expected;
      }
      case FLOAT64 -> {
        a.doubles()[0] = actual;
        b.doubles()[0] = expected;
      }
      case FLOAT16 -> {
        a.shorts()[0] = Float.floatToFloat16((float) actual);
        b.shorts()[0] = Float.floatToFloat16((float) expected);
      }
      case INT8 -> {
        a.bytes()[0] = (byte) actual;
        b.bytes()[0] = (byte) expected;
      }
      default -> {
        a.longs()[0] = (long) actual;
        b.longs()[0] = (long) expected;
      }
    }
    return passes(a, b, by);
  }

  /** What users mean where they say nothing; ONNX's own bounds are looser for large values. */
  @Test
  void eachTypeHasItsOwnBounds() {
    Tolerances defaults = Tolerances.of(null, null);
    assertThat(passes(ElementType.FLOAT32, 1.00005, 1, defaults)).isTrue();
    assertThat(passes(ElementType.FLOAT32, 1.0005, 1, defaults)).isFalse();
    assertThat(passes(ElementType.FLOAT32, 1.0005, 1, Tolerances.onnx())).isTrue();
    assertThat(passes(ElementType.FLOAT32, 9e-6, 0, defaults)).isTrue();
    assertThat(passes(ElementType.FLOAT32, 9e-6, 0, Tolerances.onnx())).isFalse();
    assertThat(passes(ElementType.FLOAT64, 1.00005, 1, defaults)).isFalse();
    assertThat(passes(ElementType.FLOAT64, 1 + 1e-8, 1, defaults)).isTrue();
    assertThat(passes(ElementType.FLOAT16, 1.004, 1, defaults)).isTrue();
    assertThat(passes(ElementType.FLOAT16, 1.02, 1, defaults)).isFalse();
  }

  /** A relative bound would take one token for another. */
  @Test
  void integersAreExactUnlessAStepIsAllowed() {
    assertThat(passes(ElementType.INT64, 100_001, 100_000, Tolerances.of(null, null))).isFalse();
    assertThat(passes(ElementType.INT64, 100_001, 100_000, Tolerances.of(0.1, 0.5))).isFalse();
    assertThat(passes(ElementType.INT8, 101, 100, Tolerances.of(null, null))).isFalse();
    assertThat(passes(ElementType.INT8, 101, 100, Tolerances.of(null, 1.0))).isTrue();
    assertThat(passes(ElementType.INT8, 102, 100, Tolerances.of(null, 1.0))).isFalse();
    Tensor large = Tensor.of(new long[] {Long.MAX_VALUE}, 1);
    Tensor next = Tensor.of(new long[] {Long.MAX_VALUE - 1}, 1);
    Comparison comparison = Comparison.of("y", next, large, Tolerances.of(null, null));
    assertThat(comparison.reason()).contains("9223372036854775807", "9223372036854775806");
    assertThat(comparison.maxAbs()).isEqualTo(1);
  }

  @Test
  void textMustBeEqual() {
    Tensor text = Tensor.zeros(ElementType.STRING, 2);
    text.strings()[0] = "a";
    text.strings()[1] = "b";
    Tensor other = Tensor.zeros(ElementType.STRING, 2);
    other.strings()[0] = "a";
    other.strings()[1] = "c";
    assertThat(passes(text, text, Tolerances.onnx())).isTrue();
    Comparison comparison = Comparison.of("y", text, other, Tolerances.onnx());
    assertThat(comparison.reason()).contains("y[1]: expected 'c', found 'b' (1 of 2");
  }

  @Test
  void optionalValuesAreEqualWhereBothAreAbsent() {
    OptionalValue none = OptionalValue.absent(ElementType.FLOAT32, false);
    OptionalValue one = OptionalValue.of(Tensor.of(new float[] {1}, 1));
    OptionalValue two = OptionalValue.of(Tensor.of(new float[] {2}, 1));
    assertThat(Comparison.ofValues("y", none, none, Tolerances.of(0.0, 0.0)).passes()).isTrue();
    assertThat(Comparison.ofValues("y", one, one, Tolerances.of(0.0, 0.0)).passes()).isTrue();
    assertThat(Comparison.ofValues("y", one, two, Tolerances.of(0.0, 0.0)).passes()).isFalse();
    assertThat(Comparison.ofValues("y", one, none, Tolerances.of(0.0, 0.0)).reason())
        .contains("is absent");
  }

  @Test
  void randomElementsAreSaidAndOtherShapesAreWrong() {
    Comparison other = compare(1, 2, 0, 0).ofRandom("y");
    assertThat(other.passes()).isTrue();
    assertThat(other.reason()).contains("depends on random numbers");
    assertThat(compare(1, 1, 0, 0).ofRandom("y").reason()).isEmpty();
    Tensor wider = Tensor.of(new float[2], 2);
    Comparison shape =
        Comparison.of("y", wider, Tensor.of(new float[1], 1), Tolerances.of(0.0, 0.0))
            .ofRandom("y");
    assertThat(shape.passes()).isFalse();
    assertThat(other.and(shape).reason()).isEqualTo(shape.reason());
    assertThat(shape.and(other).passes()).isFalse();
  }
}
