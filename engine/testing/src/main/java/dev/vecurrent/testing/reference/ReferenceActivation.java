package dev.vecurrent.testing.reference;

import dev.vecurrent.spec.Activation;

/** One activation function of one direction, evaluated as the operator text writes it. */
final class ReferenceActivation {

  private final Activation activation;
  private final double clip;
  private final ActivationProbe probe;

  ReferenceActivation(Activation activation, double clip, ActivationProbe probe) {
    this.activation = activation;
    this.clip = clip;
    this.probe = probe;
  }

  /** The function of a pre-activation, which is first cut to {@code [-clip, clip]}. */
  double ofGate(double gate) {
    return of(Math.max(-clip, Math.min(clip, gate)));
  }

  /** The function of a value that is not a pre-activation, such as the cell state: no clip. */
  double of(double x) {
    probe.activated(activation, x);
    double alpha = activation.alpha();
    double beta = activation.beta();
    return switch (activation.function()) {
      case RELU -> Math.max(0, x);
      case TANH -> StrictMath.tanh(x);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
      case AFFINE -> alpha * x + beta;
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case THRESHOLDED_RELU -> x < alpha ? 0 : x;
      case SCALED_TANH -> alpha * StrictMath.tanh(beta * x);
      case HARD_SIGMOID -> Math.min(Math.max(alpha * x + beta, 0), 1);
      case ELU -> x >= 0 ? x : alpha * StrictMath.expm1(x);
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SOFTPLUS -> Math.max(0, x) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    };
  }
}
