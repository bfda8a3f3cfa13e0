package dev.vecurrent.cloze;

import java.util.Arrays;
import java.util.List;

/**
 * Fills blanks. Each choice is set in, and the mean log-probability of a word tells how good the
 * text is: choices differ in length. Blanks not yet filled are {@code <unk>}; further rounds see
 * the best so far.
 */
final class Solver {

  /** What a choice is judged by: all words around it, or what the network expects in the blank. */
  enum By {
    TEXT,
    BLANK
  }

  /** Words before a blank and behind it that count, at most: as many as training's rows have. */
  private static final int REACH = 60;

  private static final int ROUNDS = 3;

  private final Network network;
  private final By by;

  Solver(Network network, By by) {
    this.network = network;
    this.by = by;
  }

  /**
   * What a network makes of a text's blanks.
   *
   * @param chosen the number of a choice, one a blank
   * @param probabilities of the choices of each blank, their sum 1
   */
  @SuppressWarnings("ArrayRecordComponent") // a bundle of two arrays, never compared
  record Filling(int[] chosen, double[][] probabilities) {}

  Filling solve(Passage passage) {
    List<Passage.Blank> blanks = passage.blanks();
    int[][] parts = new int[2 * blanks.size() + 1][]; // text, blank, text, ...
    Arrays.setAll(parts, i -> i % 2 == 0 ? network.ids(passage.texts().get(i / 2)) : unknown());
    Filling filling = new Filling(new int[blanks.size()], new double[blanks.size()][]);
    int rounds = blanks.size() > 1 ? ROUNDS : 1;
    for (int round = 0; round < rounds; round++) {
      for (int b = 0; b < blanks.size(); b++) {
        int[][] choices = blanks.get(b).choices().stream().map(network::ids).toArray(int[][]::new);
        filling.probabilities[b] = probabilities(parts, 2 * b + 1, choices);
        filling.chosen[b] = largest(filling.probabilities[b]);
        parts[2 * b + 1] = choices[filling.chosen[b]];
      }
    }
    return filling;
  }

  private int[] unknown() {
    return new int[] {network.unknown()};
  }

  /** The softmax of the means, each times the words of the longest text. */
  private double[] probabilities(int[][] parts, int at, int[][] choices) {
    int before = Arrays.stream(parts, 0, at).mapToInt(part -> part.length).sum();
    double[] scores = new double[choices.length];
    int longest = 0;
    for (int c = 0; c < choices.length; c++) {
      parts[at] = choices[c];
      int[] all = Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
      int from = Math.max(0, before - REACH);
      int behind = before + choices[c].length;
      int[] words = Arrays.copyOfRange(all, from, Math.min(all.length, behind + REACH));
      boolean whole = by == By.TEXT;
      int start = whole ? 0 : before - from;
      int end = whole ? words.length : behind - from;
      scores[c] = network.mean(words, start, end);
      longest = Math.max(longest, end - start);
    }
    double best = scores[largest(scores)];
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = StrictMath.exp(longest * (scores[c] - best));
      sum += scores[c];
    }
    double all = sum;
    return Arrays.stream(scores).map(score -> score / all).toArray();
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
