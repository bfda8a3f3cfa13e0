package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.F32;

/**
 * The vector twin of {@link FloatFunctions}; ends of rows are scalar.
 *
 * <p>Kernels are not called for rows without a whole vector: their constants cost more than such a
 * row, and are objects where C2 has only seen loops that are not entered.
 */
final class VectorFunctions extends FloatFunctions {

  static final VectorFunctions INSTANCE = new VectorFunctions();

  private VectorFunctions() {}

  @Override
  public void exp(float[] from, int fromAt, float[] to, int toAt, int size) {
    int body = F32.loopBound(size);
    if (body > 0) {
      VectorElementary.exp(from, fromAt, to, toAt, body);
    }
    ScalarFunctions.INSTANCE.exp(from, fromAt + body, to, toAt + body, size - body);
  }

  @Override
  public void log(float[] from, int fromAt, float[] to, int toAt, int size) {
    int body = F32.loopBound(size);
    if (body > 0) {
      VectorElementary.log(from, fromAt, to, toAt, body);
    }
    ScalarFunctions.INSTANCE.log(from, fromAt + body, to, toAt + body, size - body);
  }

  @Override
  public void erf(float[] from, int fromAt, float[] to, int toAt, int size) {
    int body = F32.loopBound(size);
    if (body > 0) {
      VectorElementary.erf(from, fromAt, to, toAt, body);
    }
    ScalarFunctions.INSTANCE.erf(from, fromAt + body, to, toAt + body, size - body);
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
    int body = F32.loopBound(size);
    if (body > 0) {
      VectorElementary.elu(low, high, divisor, from, fromAt, to, toAt, body);
    }
    ScalarFunctions.INSTANCE.elu(
        low, high, divisor, from, fromAt + body, to, toAt + body, size - body);
  }
}
