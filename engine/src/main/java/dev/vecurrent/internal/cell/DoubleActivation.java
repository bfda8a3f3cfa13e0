package dev.vecurrent.internal.cell;

import dev.vecurrent.spec.Activation;

/**
 * The activation functions of ONNX on doubles, from {@link StrictMath}: the same bits everywhere.
 * Errors are a few ulp of double.
 */
public final class DoubleActivation {

  private DoubleActivation() {}

  /** The function's value at {@code x}; {@code NaN} stays {@code NaN}. */
  public static double apply(Activation activation, double x) {
    double alpha = activation.alpha();
    double beta = activation.beta();
    return switch (activation.function()) {
      case SIGMOID -> sigmoid(x);
      case TANH -> StrictMath.tanh(x);
      case RELU -> x < 0 ? 0 : x;
      case AFFINE -> Math.fma(alpha, x, beta);
      case LEAKY_RELU -> x < 0 ? alpha * x : x;
      case THRESHOLDED_RELU -> x < alpha ? 0 : x;
      case SCALED_TANH -> alpha * StrictMath.tanh(beta * x);
      case HARD_SIGMOID -> hardSigmoid(Math.fma(alpha, x, beta));
      case ELU -> x < 0 ? alpha * StrictMath.expm1(x) : x;
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SOFTPLUS -> softplus(x);
    };
  }

  private static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  private static double hardSigmoid(double line) {
    if (line < 0) {
      return 0;
    }
    return line > 1 ? 1 : line;
  }

  private static double softplus(double x) {
    return (x < 0 ? 0 : x) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }
}
