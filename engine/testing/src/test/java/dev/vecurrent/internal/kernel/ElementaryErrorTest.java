package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Errors in ulp over float bit patterns of all exponents, against doubles. */
class ElementaryErrorTest {

  /** Prime: 4.2 million of the 2^32 patterns, */
  private static final int STRIDE = 1021;

  /** and 260 thousand where the truth is slow. */
  private static final int WIDE_STRIDE = 16_411;

  private interface FloatFunction {
    float apply(float x);
  }

  @Test
  void logIsWithinOneUlp() {
    assertThat(worst("log", ElementaryMath::log, StrictMath::log, STRIDE)).isLessThan(1);
    for (int i = -40_000; i < 40_000; i++) {
      float x = 1 + i * 0x1p-23f;
      assertThat(ulps(ElementaryMath.log(x), StrictMath.log(x))).isLessThan(1);
    }
  }

  @Test
  void erfIsWithinOneUlp() {
    double worst = worst("erf", ElementaryMath::erf, ElementaryErrorTest::erf, WIDE_STRIDE);
    for (int i = 1; i < 200_000; i++) {
      float x = i * 0.000_021f;
      worst = Math.max(worst, ulps(ElementaryMath.erf(x), erf(x)));
      assertThat(ElementaryMath.erf(-x)).isEqualTo(-ElementaryMath.erf(x));
    }
    assertThat(worst).isLessThan(1);
  }

  @Test
  void eluIsWithinOneUlp() {
    assertThat(
            worst(
                "elu",
                x -> ElementaryMath.elu(1, 1, 1, x),
                x -> x < 0 ? StrictMath.expm1(x) : x,
                STRIDE))
        .isLessThan(1);
  }

  @Test
  void circularFunctionsAreNearlyCorrectlyRounded() {
    assertThat(worst("sin", ElementaryMath::sin, StrictMath::sin, STRIDE)).isLessThan(0.51);
    assertThat(worst("cos", ElementaryMath::cos, StrictMath::cos, STRIDE)).isLessThan(0.51);
    assertThat(worst("tan", ElementaryMath::tan, StrictMath::tan, STRIDE)).isLessThan(0.51);
  }

  @Test
  void powIsNearlyCorrectlyRounded() {
    for (float y : new float[] {-2.5f, -1, 0.5f, 1.7f, 3, 17, 1e-3f}) {
      FloatFunction pow = x -> ElementaryMath.pow(x, y);
      assertThat(worst("pow", pow, x -> x == 1 ? 1 : StrictMath.pow(x, y), 16_411))
          .isLessThan(0.51);
    }
    float inf = Float.POSITIVE_INFINITY;
    for (float x : new float[] {-inf, -3, -1.5f, -0.5f, -0f, 0, 0.5f, 2, inf, Float.NaN}) {
      for (float y : new float[] {-inf, -3, -2, -0.5f, 0, 0.5f, 2, 3, 1e9f, inf, Float.NaN}) {
        assertThat(Float.floatToIntBits(ElementaryMath.pow(x, y)))
            .as("%s to the power of %s", x, y)
            .isEqualTo(Float.floatToIntBits((float) StrictMath.pow(x, y)));
      }
    }
    assertThat(ElementaryMath.pow(1, Float.NaN)).isEqualTo(1);
    assertThat(ElementaryMath.pow(-1, inf)).isEqualTo(1);
  }

  @Test
  void inverseHyperbolicFunctionsUndoTheHyperbolicOnes() {
    for (int i = -30_000; i <= 30_000; i++) {
      double x = i / 2000.0;
      assertThat(ElementaryMath.asinh(StrictMath.sinh(x))).isCloseTo(x, relative(x, 1e-14));
      assertThat(ElementaryMath.acosh(StrictMath.cosh(x)))
          .isCloseTo(Math.abs(x), relative(x, Math.abs(x) < 1 ? 1e-6 : 1e-14));
      if (Math.abs(x) < 5) {
        assertThat(ElementaryMath.atanh(StrictMath.tanh(x))).isCloseTo(x, relative(x, 1e-11));
      }
    }
    assertThat(ElementaryMath.asinh(1e300)).isCloseTo(691.4686750787736, relative(691, 1e-14));
    assertThat(ElementaryMath.acosh(1e300)).isCloseTo(691.4686750787736, relative(691, 1e-14));
    assertThat(ElementaryMath.acosh(0.5)).isNaN();
    assertThat(ElementaryMath.atanh(1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(ElementaryMath.atanh(1.5)).isNaN();
    assertThat(Double.doubleToRawLongBits(ElementaryMath.asinh(-0.0)))
        .isEqualTo(Double.doubleToRawLongBits(-0.0));
  }

  private static Offset<Double> relative(double x, double bound) {
    return Offset.offset(Math.max(Math.abs(x), 1e-3) * bound);
  }

  @Test
  void specialValues() {
    assertThat(ElementaryMath.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(ElementaryMath.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(ElementaryMath.log(-1f)).isNaN();
    assertThat(ElementaryMath.log(Float.NaN)).isNaN();
    assertThat(ElementaryMath.log(1f)).isEqualTo(0f);
    assertThat(ElementaryMath.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(ElementaryMath.erf(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(ElementaryMath.erf(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(ElementaryMath.erf(Float.NaN)).isNaN();
    assertThat(ElementaryMath.sin(Float.POSITIVE_INFINITY)).isNaN();
    assertThat(ElementaryMath.cos(0f)).isEqualTo(1f);
    assertThat(ElementaryMath.elu(2, 1, 1, Float.NEGATIVE_INFINITY)).isEqualTo(-2f);
    assertThat(ElementaryMath.elu(2, 1, 1, Float.NaN)).isNaN();
  }

  /** By its Taylor series below 3, by its continued fraction above. */
  private static double erf(double x) {
    double a = Math.abs(x);
    if (a < 3) {
      double term = a;
      double sum = a;
      for (int n = 1; Math.abs(term) > 1e-18 * sum; n++) {
        term *= -a * a / n;
        sum += term / (2 * n + 1);
      }
      return Math.copySign(sum * 2 / Math.sqrt(Math.PI), x);
    }
    double fraction = a;
    for (int n = 60; n > 0; n--) {
      fraction = a + n / 2.0 / fraction;
    }
    return Math.copySign(1 - StrictMath.exp(-a * a) / fraction / Math.sqrt(Math.PI), x);
  }

  private static double worst(
      String name, FloatFunction function, DoubleUnaryOperator truth, int stride) {
    double worst = 0;
    float worstAt = 0;
    for (long bits = 0; bits < 1L << 32; bits += stride) {
      float x = Float.intBitsToFloat((int) bits);
      double error = ulps(function.apply(x), truth.applyAsDouble(x));
      if (error > worst) {
        worst = error;
        worstAt = x;
      }
    }
    System.out.printf(Locale.ROOT, "%s: at most %.3f ulp, at %s%n", name, worst, worstAt);
    return worst;
  }

  private static double ulps(float actual, double expected) {
    float nearest = (float) expected;
    if (Float.isNaN(nearest) || Float.isInfinite(nearest)) {
      return Float.compare(actual, nearest) == 0 ? 0 : Double.MAX_VALUE;
    }
    return Math.abs(actual - expected) / Math.ulp(nearest);
  }
}
