package dev.vecurrent.text;

import java.util.Arrays;

/**
 * The softmax of logits, in double and with {@link StrictMath}: the same bits on every machine.
 * Logits are shifted by the largest, so that none overflows.
 */
public final class Softmax {

  private Softmax() {}

  /** ln p of one of the choices. */
  public static double logProbability(float[] logits, int choice) {
    float largest = largest(logits);
    double sum = 0;
    for (float logit : logits) {
      sum += StrictMath.exp((double) logit - largest);
    }
    return (double) logits[choice] - largest - StrictMath.log(sum);
  }

  /** p of one of the choices, 0 to 1. */
  public static double probability(float[] logits, int choice) {
    return StrictMath.exp(logProbability(logits, choice));
  }

  /** p of all choices, their sum 1. */
  public static double[] probabilities(double[] logits) {
    double largest = Arrays.stream(logits).max().orElse(0);
    double[] shares = Arrays.stream(logits).map(z -> StrictMath.exp(z - largest)).toArray();
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    double all = sum;
    return Arrays.stream(shares).map(share -> share / all).toArray();
  }

  private static float largest(float[] logits) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    return largest;
  }
}
