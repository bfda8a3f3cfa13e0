package dev.vecurrent.testing;

import dev.vecurrent.internal.reference.ActivationProbe;
import dev.vecurrent.internal.reference.RecurrentOutputs;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.tensor.Tensor;

/**
 * Whether an absolute error of 1e-5 says something about a case: its values stay small, and none is so near to the
 * step of a ThresholdedRelu that rounding decides on which side it falls.
 */
final class SaneRange implements ActivationProbe {

  private static final double LARGEST = 4;
  private static final double LEAST_DISTANCE = 2e-5;

  private double largest;
  private double leastDistance = Double.POSITIVE_INFINITY;

  @Override
  public void activated(Activation activation, double x) {
    largest = Math.max(largest, Math.abs(x));
    if (activation.function() == ActivationFunction.THRESHOLDED_RELU) {
      leastDistance = Math.min(leastDistance, Math.abs(x - activation.alpha()));
    }
  }

  boolean holds(RecurrentOutputs outputs) {
    see(outputs.y());
    Tensor yC = outputs.yC();
    if (yC != null) {
      see(yC);
    }
    return largest <= LARGEST && leastDistance >= LEAST_DISTANCE;
  }

  private void see(Tensor tensor) {
    for (double value : tensor.doubles()) {
      largest = Math.max(largest, Math.abs(value));
    }
  }
}
