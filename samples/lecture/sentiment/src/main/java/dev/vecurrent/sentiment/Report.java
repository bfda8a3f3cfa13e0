package dev.vecurrent.sentiment;

import dev.vecurrent.console.Printable;
import dev.vecurrent.text.Characters;
import dev.vecurrent.text.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints answers, for people or as JSON, and counts those that are right. */
final class Report {

  private static final int BAR = 20;
  private static final int TOKEN_COLUMNS = 12;

  private final PrintWriter out;
  private final Language language;
  private final boolean isJson;
  private int labelled;
  private int right;

  Report(PrintWriter out, Language language, boolean isJson) {
    this.out = out;
    this.language = language;
    this.isJson = isJson;
  }

  /**
   * Prints an answer.
   *
   * @param each answers to the text cut after each token, empty where they were not asked for
   */
  void print(Review review, List<String> tokens, Answer answer, List<Answer> each) {
    Boolean label = review.label();
    if (label != null) {
      labelled++;
      right += label == answer.isPositive() ? 1 : 0;
    }
    if (isJson) {
      out.println(Json.write(values(review, tokens, answer, each)));
    } else {
      double ofLabel = answer.isPositive() ? answer.probability() : 1 - answer.probability();
      out.printf(
          Locale.ROOT,
          "%s %.3f  %s%n",
          language.label(answer.isPositive()),
          ofLabel,
          Printable.line(review.text()));
      printEach(tokens, answer, each);
    }
  }

  private void printEach(List<String> tokens, Answer answer, List<Answer> each) {
    if (each.isEmpty()) {
      return;
    }
    out.printf("%n  %sp(%s)%s", " ".repeat(TOKEN_COLUMNS), language.label(true), " ".repeat(BAR));
    out.println("  share of the whole's log-odds");
    for (int i = 0; i < each.size(); i++) {
      double p = each.get(i).probability();
      String token = Printable.line(tokens.get(i));
      out.printf(
          Locale.ROOT,
          "  %s%s%.3f  |%-" + BAR + "s|  %+.2f%s%n",
          token,
          " ".repeat(Math.max(1, TOKEN_COLUMNS - Characters.columns(token))),
          p,
          "#".repeat((int) Math.round(p * BAR)),
          answer.shares()[i] + 0.0,
          i == answer.decisive() ? "  <- decides" : "");
    }
    out.println();
  }

  private Map<String, Object> values(
      Review review, List<String> tokens, Answer answer, List<Answer> each) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", review.text());
    values.put("positive", answer.isPositive());
    values.put("label", language.label(answer.isPositive()));
    values.put("probabilityOfPositive", answer.probability());
    if (!each.isEmpty()) {
      List<Map<String, Object>> list = new ArrayList<>();
      for (int i = 0; i < each.size(); i++) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("token", tokens.get(i));
        one.put("probabilityOfPositive", each.get(i).probability());
        one.put("share", answer.shares()[i]);
        list.add(one);
      }
      values.put("each", list);
    }
    return values;
  }

  /** The figure of what was labelled, where something was. */
  void end() {
    if (labelled == 0) {
      return;
    }
    if (isJson) {
      Map<String, Integer> figure = new LinkedHashMap<>();
      figure.put("right", right);
      figure.put("labelled", labelled);
      out.println(Json.write(figure));
    } else {
      out.printf("%,d of %,d right%n", right, labelled);
    }
  }
}
