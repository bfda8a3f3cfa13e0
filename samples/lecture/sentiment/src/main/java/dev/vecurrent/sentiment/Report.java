package dev.vecurrent.sentiment;

import dev.vecurrent.console.Printable;
import dev.vecurrent.text.Characters;
import dev.vecurrent.text.Json;
import java.util.List;
import java.util.Locale;

/**
 * What is printed of a text, and the JSON of it.
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
   * @param decides whether it pulls most towards the answer
   */
  record Token(String token, double positive, double share, boolean decides) {

    private String line() {
      String shown = Printable.line(token);
      int filled = (int) Math.round(positive * BAR);
      return String.format(
          Locale.ROOT,
          "  %s%s%.3f |%s%s|  %+6.2f%s",
          shown,
          " ".repeat(Math.max(1, COLUMNS - Characters.columns(shown))),
          positive,
          "#".repeat(filled),
          ".".repeat(BAR - filled),
          share,
          decides ? "  <- decides" : "");
    }
  }

  String json() {
    return Json.write(this);
  }

  /** One line, or a table below it. */
  String lines(Language language) {
    String positiveLabel = language.label(true);
    double p = label.equals(positiveLabel) ? positive : 1 - positive;
    StringBuilder lines = new StringBuilder();
    lines.append(String.format(Locale.ROOT, "%s %.3f  %s", label, p, Printable.line(text)));
    if (!each.isEmpty()) {
      lines.append("%n  %s%s  share of the whole".formatted(" ".repeat(COLUMNS), positiveLabel));
      each.forEach(token -> lines.append(System.lineSeparator()).append(token.line()));
      lines.append(System.lineSeparator());
    }
    return lines.toString();
  }
}
