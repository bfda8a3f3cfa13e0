package dev.vecurrent.testing;

import java.util.random.RandomGenerator;

/**
 * The sizes of a case.
 *
 * @param steps T
 * @param batch N
 * @param inputSize I
 * @param hiddenSize H
 */
public record CaseSizes(int steps, int batch, int inputSize, int hiddenSize) {

  /** T to 20, N to 9, I and H from 1 to 70. */
  static CaseSizes draw(RandomGenerator random, int leastSize) {
    return new CaseSizes(
        random.nextInt(leastSize, 21),
        random.nextInt(leastSize, 10),
        random.nextInt(1, 71),
        random.nextInt(1, 71));
  }
}
