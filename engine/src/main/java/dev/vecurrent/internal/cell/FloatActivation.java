package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.kernel.FloatMath;
import dev.vecurrent.spec.Activation;

/**
 * The activation functions of ONNX on single floats: the path of layers with other than default
 * ones.
 */
public final class FloatActivation {

  private FloatActivation() {}

  /** The function's value at {@code x}; {@code NaN} stays {@code NaN}. */
  public static float apply(Activation activation, float x) {
    float alpha = activation.alpha();
    float beta = activation.beta();
    return switch (activation.function()) {
      case SIGMOID -> FloatMath.sigmoid(x);
      case TANH -> FloatMath.tanh(x);
      case RELU -> x < 0 ? 0f : x;
      case AFFINE -> Math.fma(alpha, x, beta);
      case LEAKY_RELU -> x < 0 ? alpha * x : x;
      case THRESHOLDED_RELU -> x < alpha ? 0f : x;
      case SCALED_TANH -> alpha * FloatMath.tanh(beta * x);
      case HARD_SIGMOID -> hardSigmoid(Math.fma(alpha, x, beta));
      case ELU -> x < 0 ? alpha * FloatMath.expm1(x) : x;
      case SOFTSIGN -> x / (1f + Math.abs(x));
      case SOFTPLUS -> softplus(x);
    };
  }

  private static float hardSigmoid(float line) {
    if (line < 0) {
      return 0f;
    }
    return line > 1 ? 1f : line;
  }

  /** {@code log(1 + e^x)}, as {@code max(x, 0) + log1p(e^-|x|)} in double. */
  private static float softplus(float x) {
    if (Float.isInfinite(x)) {
      return x > 0 ? x : 0f;
    }
    return (float) (Math.max(x, 0.0) + StrictMath.log1p(StrictMath.exp(-Math.abs((double) x))));
  }
}
