package dev.vecurrent.fluency;

import dev.vecurrent.console.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A score in words and as JSON. */
final class Report {

  private static final String INDENT = " ".repeat(10);

  private Report() {}

  /**
   * A line of the perplexity, the sentence and where it stumbles.
   *
   * @param each whether a second line has 1 / p of every character
   */
  static String text(Score score, boolean each) {
    Score.Factor hardest = score.hardest();
    String line =
        "%10s  %s  hardest: %s"
            .formatted(number(score.perplexity()), Printable.line(score.text()), factor(hardest));
    return each ? line + System.lineSeparator() + factors(score) : line;
  }

  private static String factors(Score score) {
    return score.characters().stream()
        .map(Report::factor)
        .collect(Collectors.joining("  ", INDENT + "  ", ""));
  }

  /** A character and 1 / p, and whether the vocabulary has it. */
  private static String factor(Score.Factor factor) {
    String mark = factor.isKnown() ? "" : " (unknown)";
    return Printable.line(factor.character()) + mark + " " + number(factor.inverse());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 1e9 ? "%,.1f" : "%.1e", value);
  }

  /** Objects for JSON. */
  static Map<String, Object> json(Score score) {
    List<Map<String, Object>> characters =
        score.characters().stream()
            .map(factor -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("character", factor.character());
              json.put("known", factor.isKnown());
              json.put("inverse", factor.inverse());
              return json;
            })
            .toList();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("text", score.text());
    json.put("perplexity", score.perplexity());
    json.put("characters", characters);
    return json;
  }
}
