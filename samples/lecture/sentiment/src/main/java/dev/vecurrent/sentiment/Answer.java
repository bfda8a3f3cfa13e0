package dev.vecurrent.sentiment;

import dev.vecurrent.text.Softmax;

/**
 * What the network says of a text.
 *
 * @param logits of negative and positive, {@code [2]}
 * @param shares what each token adds to the log-odds of positive, {@code [tokens]}: the sum of the
 *     features whose maximum over time it is. With the network's bias they add up to {@code
 *     logits[1] - logits[0]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(float[] logits, double[] shares) {

  /** p(positive), 0 to 1. */
  double probability() {
    return Softmax.probability(logits, 1);
  }

  boolean isPositive() {
    return logits[1] > logits[0];
  }

  /** The token that pulls most towards the label. */
  int decisive() {
    int best = 0;
    double sign = isPositive() ? 1 : -1;
    for (int i = 1; i < shares.length; i++) {
      if (sign * shares[i] > sign * shares[best]) {
        best = i;
      }
    }
    return best;
  }
}
