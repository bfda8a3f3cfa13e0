package dev.vecurrent.internal.kernel;

/** The scalar twin of {@link VectorFunction}: one loop for each kind, which C2 keeps apart. */
final class ScalarFunction extends RowFunction {

  private final RowKind kind;

  ScalarFunction(RowKind kind) {
    this.kind = kind;
  }

  @Override
  public void apply(float[] from, int fromAt, float[] to, int toAt, int size) {
    switch (kind) {
      case EXP -> exp(from, fromAt, to, toAt, size);
      case LOG -> log(from, fromAt, to, toAt, size);
      case ERF -> erf(from, fromAt, to, toAt, size);
      case SIGMOID -> sigmoid(from, fromAt, to, toAt, size);
      case TANH -> tanh(from, fromAt, to, toAt, size);
    }
  }

  private static void exp(float[] from, int fromAt, float[] to, int toAt, int size) {
    for (int i = 0; i < size; i++) {
      to[toAt + i] = FloatMath.exp(from[fromAt + i]);
    }
  }

  private static void log(float[] from, int fromAt, float[] to, int toAt, int size) {
    for (int i = 0; i < size; i++) {
      to[toAt + i] = ElementaryMath.log(from[fromAt + i]);
    }
  }

  private static void erf(float[] from, int fromAt, float[] to, int toAt, int size) {
    for (int i = 0; i < size; i++) {
      to[toAt + i] = ElementaryMath.erf(from[fromAt + i]);
    }
  }

  private static void sigmoid(float[] from, int fromAt, float[] to, int toAt, int size) {
    for (int i = 0; i < size; i++) {
      to[toAt + i] = FloatMath.sigmoid(from[fromAt + i]);
    }
  }

  private static void tanh(float[] from, int fromAt, float[] to, int toAt, int size) {
    for (int i = 0; i < size; i++) {
      to[toAt + i] = FloatMath.tanh(from[fromAt + i]);
    }
  }

  /** The scalar twin of {@link VectorFunction.Elu}. */
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
      for (int i = 0; i < size; i++) {
        to[toAt + i] = ElementaryMath.elu(low, high, divisor, from[fromAt + i]);
      }
    }
  }
}
