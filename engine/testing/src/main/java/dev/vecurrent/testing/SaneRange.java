package dev.vecurrent.testing;

import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.reference.ActivationProbe;
import dev.vecurrent.testing.reference.RecurrentOutputs;

/**
 * Whether an absolute error of 1e-5 says something about a case: its values stay small, and none is
 * so near to the step of a ThresholdedRelu that rounding decides on which side it falls.
 */
final class SaneRange implements ActivationProbe {

  private static final double LARGEST_ARGUMENT = 4;

  /** A forget gate above 1 lets states and errors grow alike: small states have small errors. */
  private static final double LARGEST_STATE = 2.5;

  private static final double LEAST_DISTANCE = 2e-5;

  private double largestArgument;
  private double largestState;
  private double leastDistance = Double.POSITIVE_INFINITY;

  @Override
  public void activated(Activation activation, double x) {
    largestArgument = Math.max(largestArgument, Math.abs(x));
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
    return largestArgument <= LARGEST_ARGUMENT
        && largestState <= LARGEST_STATE
        && leastDistance >= LEAST_DISTANCE;
  }

  private void see(Tensor tensor) {
    for (double value : tensor.doubles()) {
      largestState = Math.max(largestState, Math.abs(value));
    }
  }
}
