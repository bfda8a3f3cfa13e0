package dev.vecurrent.internal.probe;

import dev.vecurrent.internal.probe.MadeUpInputs.Guess;
import dev.vecurrent.internal.run.Compiled;
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

  private static final int[] RANKS = {3, 2, 4, 1, 0};
  private static final int[] ONE_RANK = {3};

  private SizeGuesses() {}

  /**
   * Guesses for a model.
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
    return guesses;
  }
}
