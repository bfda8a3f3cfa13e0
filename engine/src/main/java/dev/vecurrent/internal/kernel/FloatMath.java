package dev.vecurrent.internal.kernel;

/**
 * Sigmoid, tanh and exp for floats, from exactly rounded operations only: the same bits
 * interpreted, compiled and on every machine. {@code VectorActivation} is the twin of this class,
 * operation by operation.
 *
 * <p>Sigmoid and exp rest on {@code e^y = 2^n e^r} with {@code r = y - n ln 2}, {@code |r| <= ln 2
 * / 2}, and {@code e^r - 1 = r + r^2 q(r)}, where {@code q} is a minimax polynomial of degree 4
 * (error of e^r below 4e-9); tanh, which needs no accurate tail, on {@code e^y = 2^n 2^r} with
 * {@code r = y log2 e - n} and {@code 2^r - 1 = r p(r)}, {@code p} of degree 5 (relative error
 * 1.3e-8). Both were found by iteratively reweighted least squares. Errors are asserted by {@code
 * ActivationErrorTest}.
 */
public final class FloatMath {

  /**
   * Adding and subtracting 1.5 * 2^23 plus an integer rounds to the nearest integer; the sum of
   * both is left in the low bits. With 127, that is the biased exponent of 2^n.
   */
  static final float ROUND_ONE = 0x1.8p23f + 127;

  /** Leaves the exponent of 2^(n + 64): keeps the scale of a denormal result normal. */
  static final float ROUND_BIASED = 0x1.8p23f + 127 + 64;

  static final float LOG2_E = 0x1.715476p0f;

  static final float LN2_HIGH = 0x1.62e43p-1f;
  static final float LN2_LOW = -0x1.05c61p-29f;

  static final float Q0 = 0x1.000000p-1f;
  static final float Q1 = 0x1.555486p-3f;
  static final float Q2 = 0x1.555454p-5f;
  static final float Q3 = 0x1.124148p-7f;
  static final float Q4 = 0x1.6dbc68p-10f;

  static final float P0 = 0x1.62e430p-1f;
  static final float P1 = 0x1.ebfbdep-3f;
  static final float P2 = 0x1.c6afa4p-5f;
  static final float P3 = 0x1.3b2c3cp-7f;
  static final float P4 = 0x1.5ef134p-10f;
  static final float P5 = 0x1.429874p-13f;

  static final float UNBIAS = 0x1p-64f;

  /** e^-104 is 0 in float; below that nothing changes. */
  static final float LEAST_EXPONENT = -104f;

  /** tanh(10) is 1 in float; beyond that nothing changes. */
  static final float LEAST_TANH = -10f;

  static final int SIGN = 0x80000000;

  /** e^-20 - 1 is -1 in float; below that nothing changes. */
  static final float LEAST_DOUBLED = -20f;

  /**
   * States closer to zero than this become zero: Java cannot make the processor flush denormals.
   */
  static final float FLUSH = 0x1p-100f;

  private FloatMath() {}

  /**
   * The logistic function {@code 1 / (1 + e^-x)}.
   *
   * <p>Range: all floats. At most 3 ulp from the true value, denormal results included. Result in
   * {@code [0, 1]}; {@code NaN} stays {@code NaN}.
   */
  public static float sigmoid(float x) {
    float y = Float.intBitsToFloat(Float.floatToRawIntBits(x) | SIGN);
    if (y < LEAST_EXPONENT) {
      y = LEAST_EXPONENT;
    }
    float t = Math.fma(y, LOG2_E, ROUND_BIASED);
    float p = expm1Reduced(y, t - ROUND_BIASED);
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23);
    float e = Math.fma(scale, p, scale) * UNBIAS;
    return (x < 0 ? e : 1f) / (1f + e);
  }

  /**
   * The hyperbolic tangent, as {@code -m / (m + 2)} with {@code m = e^(-2|x|) - 1} and the sign of
   * {@code x}.
   *
   * <p>Range: all floats. At most 3.5 ulp from the true value. Result in {@code [-1, 1]}, odd in
   * {@code x} to the bit; {@code NaN} stays {@code NaN}.
   */
  public static float tanh(float x) {
    int sign = Float.floatToRawIntBits(x) & SIGN;
    float y = Float.intBitsToFloat(Float.floatToRawIntBits(x) | SIGN);
    if (y < LEAST_TANH) {
      y = LEAST_TANH;
    }
    float t = Math.fma(y, 2 * LOG2_E, ROUND_ONE);
    float r = Math.fma(y, 2 * LOG2_E, ROUND_ONE - t);
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23);
    float m = Math.fma(scale, exp2m1Reduced(r), scale - 1f);
    float magnitude = m / (m + 2f);
    return Float.intBitsToFloat((Float.floatToRawIntBits(magnitude) & ~SIGN) | sign);
  }

  /**
   * The exponential function.
   *
   * <p>Range: all floats. At most 2 ulp from the true value; 0 where e^x is below half the least
   * denormal, infinite where it overflows; {@code NaN} stays {@code NaN}.
   */
  public static float exp(float x) {
    float y = Math.min(Math.max(x, LEAST_EXPONENT), 89f);
    float t = Math.fma(y, LOG2_E, ROUND_ONE);
    float n = t - ROUND_ONE;
    float p = expm1Reduced(y, n);
    // Two factors, so that neither 2^128 nor a denormal scale is needed.
    int half = Math.round(n) >> 1;
    int rest = Math.round(n) - half;
    float low = Float.intBitsToFloat((half + 127) << 23);
    float high = Float.intBitsToFloat((rest + 127) << 23);
    return Math.fma(low, p, low) * high;
  }

  /** e^x - 1 for any x, as used by Elu: accurate near 0. */
  public static float expm1(float x) {
    float y = Math.min(Math.max(x, LEAST_DOUBLED), 89f);
    float t = Math.fma(y, LOG2_E, ROUND_ONE);
    float n = t - ROUND_ONE;
    if (n > 126) {
      return exp(x);
    }
    float p = expm1Reduced(y, n);
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23);
    return Math.fma(scale, p, scale - 1f);
  }

  /** A state as it is kept: zero where it is closer to zero than {@link #FLUSH}. */
  public static float flush(float state) {
    return Math.abs(state) < FLUSH ? 0f : state;
  }

  /** {@code 2^r - 1} for {@code |r| <= 1/2}. */
  private static float exp2m1Reduced(float r) {
    float p = Math.fma(r, Math.fma(r, Math.fma(r, Math.fma(r, P5, P4), P3), P2), P1);
    return r * Math.fma(r, p, P0);
  }

  /** {@code e^r - 1} for {@code r = y - n ln 2}. */
  private static float expm1Reduced(float y, float n) {
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
    float q = Math.fma(r, Math.fma(r, Math.fma(r, Math.fma(r, Q4, Q3), Q2), Q1), Q0);
    return Math.fma(r * r, q, r);
  }
}
