package dev.vecurrent.cloze;

import dev.vecurrent.cloze.Passage.Answer;
import dev.vecurrent.cloze.Passage.Blank;
import dev.vecurrent.text.Softmax;
import dev.vecurrent.text.Vocabulary;
import java.util.Arrays;
import java.util.List;

/**
 * A way to fill blanks. Each choice is set in, and the mean log-probability of a word tells how
 * good the text is: choices differ in length. Blanks not yet filled are {@code <unk>}; further
 * rounds see the best so far.
 *
 * @param isWhole whether all words around a blank judge a choice, or what is expected in the blank
 */
record Solver(String name, Network network, boolean isWhole) {

  /** Words before a blank and behind it that count, at most: as many as training's rows have. */
  private static final int REACH = 60;

  private static final int ROUNDS = 3;

  /** Gives each blank of a text an answer. */
  void fill(Passage passage) {
    List<Blank> blanks = passage.blanks();
    String[] around = passage.around();
    int[][] parts = new int[2 * blanks.size() + 1][]; // text, blank, text, ...
    Arrays.setAll(
        parts, i -> i % 2 == 0 ? network.ids(around[i / 2]) : network.token(Vocabulary.UNKNOWN));
    for (int round = 0; round < (blanks.size() > 1 ? ROUNDS : 1); round++) {
      for (int b = 0; b < blanks.size(); b++) {
        int[][] choices = blanks.get(b).choices().stream().map(network::ids).toArray(int[][]::new);
        int[] before = joined(Arrays.copyOf(parts, 2 * b + 1));
        int[] behind = joined(Arrays.copyOfRange(parts, 2 * b + 2, parts.length));
        Answer answer =
            answer(
                Arrays.copyOfRange(before, Math.max(0, before.length - REACH), before.length),
                choices,
                Arrays.copyOf(behind, Math.min(REACH, behind.length)));
        parts[2 * b + 1] = choices[answer.choice()];
        blanks.get(b).answers().put(name, answer);
      }
    }
  }

  static int[] joined(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  /** The softmax of the means, each times the words of the longest text. */
  private Answer answer(int[] before, int[][] choices, int[] behind) {
    double[] means = new double[choices.length];
    int best = 0;
    int longest = 0;
    for (int c = 0; c < choices.length; c++) {
      int[] text = joined(network.token("<s>"), before, choices[c], behind, network.token("</s>"));
      int from = isWhole ? 1 : 1 + before.length;
      int to = isWhole ? text.length - 1 : from + choices[c].length;
      means[c] = network.mean(text, from, to);
      best = means[c] > means[best] ? c : best;
      longest = Math.max(longest, to - from);
    }
    double[] scores = new double[choices.length];
    for (int c = 0; c < choices.length; c++) {
      scores[c] = longest * (means[c] - means[best]);
    }
    return new Answer(best, Softmax.probabilities(scores));
  }
}
