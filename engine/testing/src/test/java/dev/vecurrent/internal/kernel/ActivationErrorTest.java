package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Errors over float bit patterns: maximum and root mean square in ulp, and the range of the
 * results.
 */
class ActivationErrorTest {

  /**
   * Prime, so that every exponent and many mantissas are met: 16.8 million of the 2^32 patterns.
   */
  private static final int STRIDE = 257;

  @Test
  void sigmoidIsWithinThreeUlp() {
    Errors errors = measure(FloatMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), 0, 1);
    assertThat(errors.max).isLessThanOrEqualTo(3.0);
    assertThat(errors.rms()).isLessThanOrEqualTo(0.25);
  }

  @Test
  void tanhIsWithinThreeAndAHalfUlp() {
    Errors errors = measure(FloatMath::tanh, StrictMath::tanh, -1, 1);
    assertThat(errors.max).isLessThanOrEqualTo(3.5);
    assertThat(errors.rms()).isLessThanOrEqualTo(0.4);
  }

  @Test
  void expIsWithinTwoUlp() {
    Errors errors = measure(FloatMath::exp, StrictMath::exp, 0, Double.POSITIVE_INFINITY);
    assertThat(errors.max).isLessThanOrEqualTo(2.0);
    assertThat(errors.rms()).isLessThanOrEqualTo(0.5);
  }

  @Test
  void specialValues() {
    assertThat(FloatMath.sigmoid(Float.NaN)).isNaN();
    assertThat(FloatMath.tanh(Float.NaN)).isNaN();
    assertThat(FloatMath.exp(Float.NaN)).isNaN();
    assertThat(FloatMath.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(FloatMath.sigmoid(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
    assertThat(FloatMath.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(FloatMath.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Float.floatToRawIntBits(FloatMath.tanh(-0f)))
        .isEqualTo(Float.floatToRawIntBits(-0f));
    assertThat(FloatMath.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
    assertThat(FloatMath.sigmoid(0f)).isEqualTo(0.5f);
    assertThat(FloatMath.exp(0f)).isEqualTo(1f);
    assertThat(FloatMath.exp(200f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatMath.exp(-200f)).isEqualTo(0f);
  }

  @Test
  void tanhIsOddToTheBit() {
    for (long bits = 0; bits < 0x7f800000L; bits += 4099) {
      float x = Float.intBitsToFloat((int) bits);
      assertThat(FloatMath.tanh(-x)).isEqualTo(-FloatMath.tanh(x));
    }
  }

  private interface FloatFunction {
    float apply(float x);
  }

  private static Errors measure(
      FloatFunction function, DoubleUnaryOperator truth, double least, double most) {
    Errors errors = new Errors();
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      if (!Float.isNaN(x)) {
        errors.add(x, function.apply(x), truth.applyAsDouble(x), least, most);
      }
    }
    System.out.printf(
        java.util.Locale.ROOT,
        "max %.3f ulp at %s, rms %.3f ulp over %,d floats%n",
        errors.max,
        errors.worst,
        errors.rms(),
        errors.count);
    return errors;
  }

  private static final class Errors {

    private double max;
    private float worst;
    private double squares;
    private long count;

    void add(float x, float actual, double expected, double least, double most) {
      if (!(actual >= least && actual <= most)) {
        throw new AssertionError(actual + " at " + x + " is out of range");
      }
      float nearest = (float) expected;
      double ulps =
          Float.isInfinite(nearest)
              ? (actual == nearest ? 0 : Double.MAX_VALUE)
              : Math.abs(actual - expected) / Math.ulp(nearest);
      squares += ulps * ulps;
      count++;
      if (ulps > max) {
        max = ulps;
        worst = x;
      }
    }

    double rms() {
      return Math.sqrt(squares / count);
    }
  }
}
