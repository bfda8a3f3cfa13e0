package dev.vecurrent.internal.kernel;

/** The scalar twin of {@link FloatFunctions}. */
final class ScalarFunctions extends FloatFunctions {

  static final ScalarFunctions INSTANCE = new ScalarFunctions();

  private ScalarFunctions() {}

  @Override
  public void exp(float[] from, int fromAt, float[] to, int toAt, int size) {
    for (int i = 0; i < size; i++) {
      to[toAt + i] = FloatMath.exp(from[fromAt + i]);
    }
  }

  @Override
  public void log(float[] from, int fromAt, float[] to, int toAt, int size) {
    for (int i = 0; i < size; i++) {
      to[toAt + i] = ElementaryMath.log(from[fromAt + i]);
    }
  }

  @Override
  public void erf(float[] from, int fromAt, float[] to, int toAt, int size) {
    for (int i = 0; i < size; i++) {
      to[toAt + i] = ElementaryMath.erf(from[fromAt + i]);
    }
  }

  @Override
  public void elu(
      float low,
      float high,
      float divisor,
      float[] from,
      int fromAt,
      float[] to,
      int toAt,
      int size) {
    for (int i = 0; i < size; i++) {
      to[toAt + i] = ElementaryMath.elu(low, high, divisor, from[fromAt + i]);
    }
  }
}
