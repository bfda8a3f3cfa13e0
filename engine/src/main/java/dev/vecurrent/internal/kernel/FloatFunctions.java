package dev.vecurrent.internal.kernel;

/**
 * Elementary functions of rows of floats. One twin is scalar, one uses the Vector API; both give
 * the same bits, those of {@link ElementaryMath} and {@link FloatMath}, whose error bounds hold.
 *
 * <p>Each method reads {@code from[fromAt, fromAt + size)} and writes {@code to[toAt, toAt +
 * size)}, which may be the same places. Sigmoid and tanh are in {@link Kernels}.
 */
public abstract class FloatFunctions {

  FloatFunctions() {}

  /** The scalar twin. */
  public static FloatFunctions scalar() {
    return ScalarFunctions.INSTANCE;
  }

  /** The vector twin where it is available, else the scalar one. */
  public static FloatFunctions best() {
    return Kernels.best().isVector() ? VectorFunctions.INSTANCE : ScalarFunctions.INSTANCE;
  }

  /** {@link FloatMath#exp}. */
  public abstract void exp(float[] from, int fromAt, float[] to, int toAt, int size);

  /** {@link ElementaryMath#log}. */
  public abstract void log(float[] from, int fromAt, float[] to, int toAt, int size);

  /** {@link ElementaryMath#erf}. */
  public abstract void erf(float[] from, int fromAt, float[] to, int toAt, int size);

  /**
   * {@link ElementaryMath#elu}: {@code high * x} where x is not negative, {@code low * (e^(x /
   * divisor) - 1)} where it is.
   *
   * @param divisor positive
   */
  public abstract void elu(
      float low,
      float high,
      float divisor,
      float[] from,
      int fromAt,
      float[] to,
      int toAt,
      int size);
}
