package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.Floats.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

/**
 * Functions of rows on the Vector API; ends of rows are scalar.
 *
 * <p>Kernels are not called for rows without a whole vector: their constants cost more than such a
 * row, and are objects where C2 has only seen loops that are not entered.
 */
final class VectorFunction extends RowFunction {

  private final RowKind kind;
  private final ScalarFunction ends;

  VectorFunction(RowKind kind) {
    this.kind = kind;
    this.ends = new ScalarFunction(kind);
  }

  @Override
  public void apply(float[] from, int fromAt, float[] to, int toAt, int size) {
    int body = F32.loopBound(size);
    if (body > 0) {
      switch (kind) {
        case EXP -> VectorElementary.exp(from, fromAt, to, toAt, body);
        case LOG -> VectorElementary.log(from, fromAt, to, toAt, body);
        case ERF -> VectorElementary.erf(from, fromAt, to, toAt, body);
        case SIGMOID -> {
          System.arraycopy(from, fromAt, to, toAt, body);
          VectorActivation.sigmoid(to, toAt, 0, 1, LANES, body / LANES, 1);
        }
        case TANH ->
            VectorActivation.tanh(from, fromAt, 0, LANES, to, toAt, 0, LANES, 1, body / LANES);
      }
    }
    if (body < size) {
      ends.apply(from, fromAt + body, to, toAt + body, size - body);
    }
  }

  /** See {@link Kernels#elu}. */
  static final class Elu extends RowFunction {

    private final float low;
    private final float high;
    private final float divisor;

    Elu(float low, float high, float divisor) {
      this.low = low;
      this.high = high;
      this.divisor = divisor;
    }

    @Override
    public void apply(float[] from, int fromAt, float[] to, int toAt, int size) {
      int body = F32.loopBound(size);
      if (body > 0) {
        VectorElementary.elu(low, high, divisor, from, fromAt, to, toAt, body);
      }
      for (int i = body; i < size; i++) {
        to[toAt + i] = ElementaryMath.elu(low, high, divisor, from[fromAt + i]);
      }
    }
  }
}
