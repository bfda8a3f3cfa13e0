package dev.vecurrent.fluency;

import java.util.List;

/**
 * How likely a sentence is: formula (1) of the lecture, in log space.
 *
 * @param text the sentence in its normal form
 * @param characters its characters, one a code point
 */
record Score(String text, List<Factor> characters) {

  /**
   * One factor of the formula.
   *
   * @param character w_t
   * @param isKnown whether the vocabulary has it; if not, it has an even share of what the network
   *     gives to all that it lacks
   * @param logProbability ln p(w_t | w_1 ... w_(t-1)), 0 or less
   */
  record Factor(String character, boolean isKnown, double logProbability) {

    /** 1 / p: among how many characters, all as likely, this one was. */
    double inverse() {
      return StrictMath.exp(-logProbability);
    }
  }

  Score {
    characters = List.copyOf(characters);
  }

  /** The m-th root of the product of all 1 / p. */
  double perplexity() {
    double sum = 0;
    for (Factor factor : characters) {
      sum += factor.logProbability;
    }
    return StrictMath.exp(-sum / characters.size());
  }

  /** The character that was least expected; the first of them. */
  Factor hardest() {
    Factor hardest = characters.getFirst();
    for (Factor factor : characters) {
      hardest = factor.logProbability < hardest.logProbability ? factor : hardest;
    }
    return hardest;
  }
}
