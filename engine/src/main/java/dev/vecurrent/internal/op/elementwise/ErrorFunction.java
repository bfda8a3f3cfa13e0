package dev.vecurrent.internal.op.elementwise;

/** The error function of doubles, from exactly rounded operations and {@link StrictMath}. */
final class ErrorFunction {

  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
  private static final double ONE_OVER_SQRT_PI = 0.5641895835477563;

  /** Up to here the series loses less than three digits of the 16, */
  private static final double SERIES = 2.5;

  /** and from here on so many terms of the continued fraction leave less than 1e-16 of 1. */
  private static final int TERMS = 50;

  private static final double IS_ONE = 6;

  private ErrorFunction() {}

  /** Within 1e-15 of the true value, absolutely; relatively, too, near 0. */
  static double erf(double x) {
    double a = Math.abs(x);
    if (a < SERIES) {
      return series(x);
    }
    double value = a < IS_ONE ? 1 - complement(a) : a >= IS_ONE ? 1 : a;
    return Math.copySign(value, x);
  }

  /** {@code 2 / sqrt(pi) e^(-x^2) sum 2^n x^(2n+1) / (2n+1)!!}: all terms have one sign. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_SQRT_PI * StrictMath.exp(-x * x) * sum;
  }

  private static double complement(double a) {
    double fraction = a;
    for (int n = TERMS; n > 0; n--) {
      fraction = a + n / 2.0 / fraction;
    }
    return ONE_OVER_SQRT_PI * StrictMath.exp(-a * a) / fraction;
  }
}
