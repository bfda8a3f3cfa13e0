package dev.vecurrent.text;

import java.util.Locale;

/**
 * How good a model is on what was kept from training.
 *
 * @param what was measured
 * @param value a share of 1, a perplexity, an F1
 * @param right how many are right, 0 where nothing was counted
 * @param of so many, 0 where nothing was counted
 */
public record Figure(String what, double value, long right, long of) {

  /** So many right of so many: the value is their share. */
  public static Figure count(String what, long right, long of) {
    return new Figure(what, right / (double) of, right, of);
  }

  /** A figure that is no count. */
  public static Figure of(String what, double value) {
    return new Figure(what, value, 0, 0);
  }

  /** One line of text. */
  String line() {
    return of == 0
        ? String.format(Locale.ROOT, "%s: %.4g", what, value)
        : String.format(Locale.ROOT, "%s: %,d of %,d right, %.1f %%", what, right, of, 100 * value);
  }
}
