package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.FloatMath.LN2_HIGH;
import static dev.vecurrent.internal.kernel.FloatMath.LN2_LOW;
import static dev.vecurrent.internal.kernel.FloatMath.LOG2_E;
import static dev.vecurrent.internal.kernel.FloatMath.Q0;
import static dev.vecurrent.internal.kernel.FloatMath.Q1;
import static dev.vecurrent.internal.kernel.FloatMath.Q2;
import static dev.vecurrent.internal.kernel.FloatMath.Q3;
import static dev.vecurrent.internal.kernel.FloatMath.Q4;
import static dev.vecurrent.internal.kernel.FloatMath.ROUND_ONE;
import static dev.vecurrent.internal.kernel.FloatMath.SIGN;

/**
 * Elementary functions of floats beside those of {@link FloatMath}, from exactly rounded operations
 * and {@link StrictMath} only: the same bits on every machine. {@code VectorElementary} is the twin
 * of log, erf and elu, operation by operation.
 *
 * <p>Polynomials were found by iteratively reweighted least squares, coefficients rounded to float
 * one after the other. {@code ElementaryErrorTest} asserts every bound.
 */
public final class ElementaryMath {

  /** The mantissa that log reduces to is in [2/3, 4/3). */
  static final int TWO_THIRDS = 0x3f2aaaab;

  static final int MANTISSA_BITS = 23;

  /** Makes denormals normal: 2^23, */
  static final float NORMALISE = 0x1p23f;

  /** and that power. */
  static final float NORMALISED_BY = 23f;

  /** log(1 + f) = f + f^2 L(f) for |f| <= 1/3; relative error 5e-9. */
  static final float L0 = -0x1.000000p-1f;

  static final float L1 = 0x1.555502p-2f;
  static final float L2 = -0x1.ffff12p-3f;
  static final float L3 = 0x1.99d1c8p-3f;
  static final float L4 = -0x1.55985ep-3f;
  static final float L5 = 0x1.1ec094p-3f;
  static final float L6 = -0x1.f39dc6p-4f;
  static final float L7 = 0x1.1ec87cp-3f;
  static final float L8 = -0x1.06e42ep-3f;

  /** Up to here erf is x + x E(x^2), from here on 1 - e^(-x T(x)). */
  static final float ERF_SPLIT = 0.925f;

  /** erf(4) is 1 in float; beyond that nothing changes. */
  static final float MOST_ERF = 4f;

  /** Relative error 2e-8. */
  static final float E0 = 0x1.06eba6p-3f;

  static final float E1 = -0x1.8126e2p-2f;
  static final float E2 = 0x1.ce1988p-4f;
  static final float E3 = -0x1.b67c2cp-6f;
  static final float E4 = 0x1.46dae6p-8f;
  static final float E5 = -0x1.387864p-11f;

  /** Error of erf 1e-9. */
  static final float T0 = 0x1.20ef1cp+0f;

  static final float T1 = 0x1.45328ap-1f;
  static final float T2 = 0x1.b3259cp-4f;
  static final float T3 = -0x1.8551d2p-6f;
  static final float T4 = 0x1.dd6e38p-9f;
  static final float T5 = -0x1.527e5ep-12f;
  static final float T6 = 0x1.78e138p-17f;

  private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;

  /** pi / 2 is the sum of both, to 106 bits. */
  private static final double HALF_PI_HIGH = 0x1.921fb54442d18p0;

  private static final double HALF_PI_LOW = 0x1.1a62633145c07p-54;

  /** Below this, a multiple of pi / 2 is subtracted with all the bits that a float needs. */
  private static final float MOST_REDUCED = 0x1p28f;

  private static final double ROUND_DOUBLE = 0x1.8p52;

  private static final double S1 = -0x1.5555555555549p-3;
  private static final double S2 = 0x1.111111110f8a6p-7;
  private static final double S3 = -0x1.a01a019c161d5p-13;
  private static final double S4 = 0x1.71de357b1fe7dp-19;
  private static final double S5 = -0x1.ae5e68a2b9cebp-26;

  private static final double C1 = 0x1.555555555554cp-5;
  private static final double C2 = -0x1.6c16c16c15177p-10;
  private static final double C3 = 0x1.a01a019cb1590p-16;
  private static final double C4 = -0x1.27e4f809c52adp-22;
  private static final double C5 = 0x1.1ee9ebdb4b1c4p-29;

  private ElementaryMath() {}

  /**
   * The natural logarithm.
   *
   * <p>Range: all floats. At most 1 ulp from the true value; negative infinity for both zeros,
   * {@code NaN} below them.
   */
  public static float log(float x) {
    if (!(x > 0)) {
      return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
    }
    if (x == Float.POSITIVE_INFINITY) {
      return x;
    }
    boolean tiny = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(tiny ? x * NORMALISE : x);
    int exponent = (bits - TWO_THIRDS) >> MANTISSA_BITS;
    float f = Float.intBitsToFloat(bits - (exponent << MANTISSA_BITS)) - 1f;
    float n = exponent - (tiny ? NORMALISED_BY : 0f);
    float high = Math.fma(f, Math.fma(f, Math.fma(f, Math.fma(f, L8, L7), L6), L5), L4);
    float q = Math.fma(f, Math.fma(f, Math.fma(f, Math.fma(f, high, L3), L2), L1), L0);
    return Math.fma(n, LN2_HIGH, Math.fma(n, LN2_LOW, Math.fma(f * f, q, f)));
  }

  /**
   * The error function.
   *
   * <p>Range: all floats. At most 1 ulp from the true value. Result in {@code [-1, 1]}, odd in
   * {@code x} to the bit; {@code NaN} stays {@code NaN}.
   */
  public static float erf(float x) {
    float t = Math.abs(x);
    if (t < ERF_SPLIT) {
      float s = x * x;
      float e = Math.fma(s, Math.fma(s, Math.fma(s, E5, E4), E3), E2);
      return Math.fma(Math.fma(s, Math.fma(s, e, E1), E0), x, x);
    }
    t = Math.min(t, MOST_ERF);
    float high = Math.fma(t, Math.fma(t, Math.fma(t, T6, T5), T4), T3);
    float y = -t * Math.fma(t, Math.fma(t, Math.fma(t, high, T2), T1), T0);
    float rounded = Math.fma(y, LOG2_E, ROUND_ONE);
    float n = rounded - ROUND_ONE;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
    float q = Math.fma(r, Math.fma(r, Math.fma(r, Math.fma(r, Q4, Q3), Q2), Q1), Q0);
    float p = Math.fma(r * r, q, r);
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << MANTISSA_BITS);
    float magnitude = 1f - Math.fma(scale, p, scale);
    int sign = Float.floatToRawIntBits(x) & SIGN;
    return Float.intBitsToFloat((Float.floatToRawIntBits(magnitude) & ~SIGN) | sign);
  }

  /**
   * {@code high * x} where x is not negative, {@code low * (e^(x / divisor) - 1)} where it is.
   *
   * <p>Range: all floats, {@code divisor} positive. With all three 1 at most 1 ulp from the true
   * value of that expression; {@code NaN} stays {@code NaN}.
   */
  public static float elu(float low, float high, float divisor, float x) {
    return x < 0 ? low * FloatMath.expm1(x / divisor) : high * x;
  }

  /**
   * The sine of an angle in radians.
   *
   * <p>Range: all floats. At most 0.51 ulp from the true value; {@code NaN} for infinities.
   */
  public static float sin(float x) {
    if (!(Math.abs(x) < MOST_REDUCED)) {
      return (float) StrictMath.sin(x);
    }
    double rounded = Math.fma((double) x, TWO_OVER_PI, ROUND_DOUBLE);
    double r = reduced(x, rounded - ROUND_DOUBLE);
    int quadrant = (int) Double.doubleToRawLongBits(rounded) & 3;
    double value = (quadrant & 1) == 0 ? sinReduced(r) : cosReduced(r);
    return (float) (quadrant >= 2 ? -value : value);
  }

  /** The cosine; see {@link #sin}. */
  public static float cos(float x) {
    if (!(Math.abs(x) < MOST_REDUCED)) {
      return (float) StrictMath.cos(x);
    }
    double rounded = Math.fma((double) x, TWO_OVER_PI, ROUND_DOUBLE);
    double r = reduced(x, rounded - ROUND_DOUBLE);
    int quadrant = (int) Double.doubleToRawLongBits(rounded) & 3;
    double value = (quadrant & 1) == 0 ? cosReduced(r) : sinReduced(r);
    return (float) (quadrant == 1 || quadrant == 2 ? -value : value);
  }

  /** The tangent; see {@link #sin}. */
  public static float tan(float x) {
    if (!(Math.abs(x) < MOST_REDUCED)) {
      return (float) StrictMath.tan(x);
    }
    double rounded = Math.fma((double) x, TWO_OVER_PI, ROUND_DOUBLE);
    double r = reduced(x, rounded - ROUND_DOUBLE);
    double sin = sinReduced(r);
    double cos = cosReduced(r);
    boolean odd = (Double.doubleToRawLongBits(rounded) & 1) != 0;
    return (float) (odd ? -cos / sin : sin / cos);
  }

  /**
   * {@code x} to the power of {@code y}, with the special cases of C: 1 where {@code y} is 0 or
   * {@code x} is 1, NaN for a negative number to a power that is no integer.
   *
   * <p>Range: all floats. At most 0.51 ulp from the true value: {@code e^(y log |x|)} in double has
   * 20 bits to spare.
   */
  public static float pow(float x, float y) {
    if (y == 0 || x == 1) {
      return 1;
    }
    if (Float.isNaN(x) || Float.isNaN(y)) {
      return Float.NaN;
    }
    float a = Math.abs(x);
    if (Float.isInfinite(y)) {
      return a == 1 ? 1 : a > 1 == y > 0 ? Float.POSITIVE_INFINITY : 0;
    }
    boolean whole = y == Math.rint(y);
    if (x < 0 && !whole && a != Float.POSITIVE_INFINITY) {
      return Float.NaN;
    }
    double power = StrictMath.exp(y * StrictMath.log(a));
    boolean odd = whole && Math.abs(y) < 0x1p24f && ((int) y & 1) != 0;
    return (float) (odd ? Math.copySign(power, x) : power);
  }

  /**
   * The inverse hyperbolic sine of a double; within 4 ulp.
   *
   * <p>{@code log1p(x + x^2 / (1 + sqrt(1 + x^2)))}, which loses nothing near 0.
   */
  public static double asinh(double x) {
    double a = Math.abs(x);
    if (a > 0x1p28) {
      return Math.copySign(StrictMath.log(a) + StrictMath.log(2), x);
    }
    double square = a * a;
    return Math.copySign(StrictMath.log1p(a + square / (1 + Math.sqrt(1 + square))), x);
  }

  /** The inverse hyperbolic cosine of a double; {@code NaN} below 1; within 4 ulp. */
  public static double acosh(double x) {
    if (x > 0x1p28) {
      return StrictMath.log(x) + StrictMath.log(2);
    }
    double over = x - 1;
    return StrictMath.log1p(over + Math.sqrt(over * (over + 2)));
  }

  /** The inverse hyperbolic tangent of a double; {@code NaN} outside [-1, 1]; within 4 ulp. */
  public static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(StrictMath.log1p(2 * a / (1 - a)) / 2, x);
  }

  /** {@code x - n pi / 2}, in [-pi / 4, pi / 4]. */
  private static double reduced(double x, double n) {
    return Math.fma(-n, HALF_PI_LOW, Math.fma(-n, HALF_PI_HIGH, x));
  }

  private static double sinReduced(double r) {
    double z = r * r;
    double p = Math.fma(z, Math.fma(z, Math.fma(z, Math.fma(z, S5, S4), S3), S2), S1);
    return Math.fma(r * z, p, r);
  }

  private static double cosReduced(double r) {
    double z = r * r;
    double p = Math.fma(z, Math.fma(z, Math.fma(z, Math.fma(z, C5, C4), C3), C2), C1);
    return Math.fma(z * z, p, Math.fma(z, -0.5, 1));
  }
}
