package dev.vecurrent.internal.probe;

import dev.vecurrent.internal.probe.MadeUpInputs.Guess;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.ValueInfo;
import java.util.ArrayList;
import java.util.List;

/** Sizes for inputs of a model that nobody has given any, in the order in which to try them. */
final class SizeGuesses {

  /** Steps that a model might want: tables of places are short, recordings are long. */
  private static final int[] STEPS = {16, 1, 1000, 16_000};

  /** Any size first, then heights and widths of pictures that networks fix by their last layers. */
  private static final int[] OTHERS = {
    1, 8, 64, 512, 32, 28, 48, 80, 96, 112, 128, 160, 224, 256, 299, 320, 416, 640
  };

  /** Powers of two that are tried have at most so many bits, and inputs of them so many in all. */
  private static final int MOST_BITS = 14;

  private static final int MOST_BITS_OF_INPUT = 22;

  private static final int[] RANKS = {3, 2, 4, 1, 0};
  private static final int[] ONE_RANK = {3};

  private SizeGuesses() {}

  /**
   * Guesses for a model: by what sizes mean, then powers of two for one size and for the others,
   * which may have to be equal or multiples.
   *
   * @param batch sequences
   * @param steps the time steps to try first
   */
  static List<Guess> of(Compiled compiled, int batch, int steps) {
    boolean anyRank = compiled.graph().inputs().stream().anyMatch(info -> info.shape().isEmpty());
    List<Guess> guesses = new ArrayList<>();
    for (int rank : anyRank ? RANKS : ONE_RANK) {
      for (int other : OTHERS) {
        guesses.add(new Guess(batch, steps, other, rank));
      }
      for (int otherSteps : STEPS) {
        for (int other : OTHERS) {
          guesses.add(new Guess(batch, otherSteps, other, rank));
        }
      }
    }
    for (int rank : anyRank ? RANKS : ONE_RANK) {
      int most = Math.min(MOST_BITS, MOST_BITS_OF_INPUT / Math.max(1, freeAxes(compiled, rank)));
      for (int larger = 0; larger <= most; larger++) {
        for (int smaller = 0; smaller <= larger; smaller++) {
          guesses.add(Guess.blind(1 << larger, 1 << smaller, rank));
          guesses.add(Guess.blind(1 << smaller, 1 << larger, rank));
        }
      }
    }
    return guesses;
  }

  /** The most axes of an input that are not fixed, where some inputs have a guessed rank. */
  private static int freeAxes(Compiled compiled, int rank) {
    int most = 0;
    for (ValueInfo info : compiled.graph().inputs()) {
      int free = info.shape().isEmpty() ? rank : 0;
      for (Dimension dim : info.shape().orElse(List.of())) {
        free += dim.isFixed() ? 0 : 1;
      }
      most = Math.max(most, free);
    }
    return most;
  }
}
