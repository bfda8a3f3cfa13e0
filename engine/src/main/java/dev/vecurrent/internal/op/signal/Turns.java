package dev.vecurrent.internal.op.signal;

/** Cosine and sine of fractions of a turn, reduced exactly to the first eighth of it. */
final class Turns {

  private Turns() {}

  /** {@code cos(2 pi k / n)} for {@code 0 <= k < n}. */
  static double cos(long k, long n) {
    return cosOfEighths(8 * k, n);
  }

  /** {@code sin(2 pi k / n)} for {@code 0 <= k < n}. */
  static double sin(long k, long n) {
    // A quarter of a turn is 2 n in units of which a turn has 8 n.
    return cosOfEighths(Math.floorMod(8 * k - 2 * n, 8 * n), n);
  }

  /** The cosine of {@code u} parts of a turn of {@code 8 n} parts. */
  private static double cosOfEighths(long u, long n) {
    long half = u > 4 * n ? 8 * n - u : u;
    boolean negative = half > 2 * n;
    long quarter = negative ? 4 * n - half : half;
    double cos =
        quarter <= n
            ? StrictMath.cos(Math.PI * quarter / (4.0 * n))
            : StrictMath.sin(Math.PI * (2 * n - quarter) / (4.0 * n));
    return negative ? -cos : cos;
  }
}
