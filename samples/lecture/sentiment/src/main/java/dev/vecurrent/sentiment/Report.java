package dev.vecurrent.sentiment;

import dev.vecurrent.console.Printable;
import dev.vecurrent.text.Characters;
import java.util.List;
import java.util.Locale;

/**
 * What is printed of a text; as JSON, the same.
 *
 * @param positive the probability of that
 * @param each how it moved, empty where that was not asked for
 */
record Report(String text, String label, double positive, List<Token> each) {

  private static final int BAR = 20;
  private static final int COLUMNS = 12;

  /**
   * The text up to a token.
   *
   * @param positive the probability of what was read by then
   * @param share of this token in the log-odds of the whole
   */
  record Token(String token, double positive, double share) {}

  /** One line, and a table below it. */
  String lines(Language language) {
    double p = label.equals(language.label(true)) ? positive : 1 - positive;
    StringBuilder lines = new StringBuilder();
    lines.append(String.format(Locale.ROOT, "%s %.3f  %s%n", label, p, Printable.line(text)));
    for (Token token : each) {
      String shown = Printable.line(token.token());
      String space = " ".repeat(Math.max(1, COLUMNS - Characters.columns(shown)));
      int filled = (int) Math.round(token.positive() * BAR);
      String bar = "#".repeat(filled) + ".".repeat(BAR - filled);
      lines.append(
          String.format(
              Locale.ROOT,
              "  %s%s%s %.3f %s  share %+.2f%n",
              shown,
              space,
              language.label(true),
              token.positive(),
              bar,
              token.share()));
    }
    return lines.toString();
  }
}
