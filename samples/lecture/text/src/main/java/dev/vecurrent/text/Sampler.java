package dev.vecurrent.text;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Draws tokens from logits: the {@code top} largest, divided by a temperature, through a softmax. A
 * seed gives the same tokens on every machine. Not thread-safe; allocates nothing once made.
 */
public final class Sampler {

  private static final String GENERATOR = "L64X128MixRandom";

  private final double temperature;
  private final RandomGenerator random;
  private final int[] ids;
  private final double[] weights;

  /**
   * A sampler.
   *
   * @param temperature 0 or more; 0 takes the largest logit
   * @param top how many of the largest logits are drawn from, 1 or more
   * @param seed any number
   * @throws IllegalArgumentException if the temperature or top is out of range
   */
  public Sampler(double temperature, int top, long seed) {
    if (!(temperature >= 0 && temperature <= 1000)) {
      throw new IllegalArgumentException("temperature: expected 0 to 1000, found " + temperature);
    }
    if (top < 1 || top > 1_000_000) {
      throw new IllegalArgumentException("top: expected 1 to 1,000,000, found " + top);
    }
    this.temperature = temperature;
    this.random = RandomGeneratorFactory.of(GENERATOR).create(seed);
    this.ids = new int[temperature == 0 ? 1 : top];
    this.weights = new double[ids.length];
  }

  /**
   * Draws one token. A logit of negative infinity or NaN is never drawn; of equal ones the lower
   * token goes first.
   *
   * @param logits {@code [tokens]}
   * @throws IllegalArgumentException if no token may be drawn
   */
  public int next(float[] logits) {
    int count = largest(logits);
    if (count == 0) {
      throw new IllegalArgumentException("no token may follow: every logit is -infinity or NaN");
    }
    if (temperature == 0) {
      return ids[0];
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      weights[i] = StrictMath.exp(((double) logits[ids[i]] - logits[ids[0]]) / temperature);
      sum += weights[i];
    }
    double drawn = random.nextDouble() * sum;
    int at = 0;
    while (at < count - 1 && drawn >= weights[at]) {
      drawn -= weights[at++];
    }
    return ids[at];
  }

  /** Fills {@code ids} with the largest logits, falling; returns how many there are. */
  private int largest(float[] logits) {
    int count = 0;
    for (int id = 0; id < logits.length; id++) {
      float logit = logits[id];
      if (!(logit > Float.NEGATIVE_INFINITY)
          || (count == ids.length && logit <= logits[ids[count - 1]])) {
        continue;
      }
      int at = count < ids.length ? count++ : count - 1;
      while (at > 0 && logits[ids[at - 1]] < logit) {
        ids[at] = ids[at - 1];
        at--;
      }
      ids[at] = id;
    }
    return count;
  }
}
