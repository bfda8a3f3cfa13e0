package dev.vecurrent.spec;

/**
 * An activation function with its parameters.
 *
 * @param function which function
 * @param alpha its first parameter; 0 where the function has none
 * @param beta its second parameter; 0 where the function has none
 */
public record Activation(ActivationFunction function, float alpha, float beta) {

  /** The logistic function: default of the gates i, o, f of an LSTM and z, r of a GRU. */
  public static final Activation SIGMOID = of(ActivationFunction.SIGMOID);

  /** The hyperbolic tangent: default of the candidates. */
  public static final Activation TANH = of(ActivationFunction.TANH);

  /** The rectifier. */
  public static final Activation RELU = of(ActivationFunction.RELU);

  /** The function with its default parameters. */
  public static Activation of(ActivationFunction function) {
    return new Activation(function, function.defaultAlpha(), function.defaultBeta());
  }

  @Override
  public String toString() {
    String name = function.onnxName();
    if (function.usesBeta()) {
      return name + "(" + alpha + ", " + beta + ")";
    }
    return function.usesAlpha() ? name + "(" + alpha + ")" : name;
  }
}
