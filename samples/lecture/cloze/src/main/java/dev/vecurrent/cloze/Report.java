package dev.vecurrent.cloze;

import dev.vecurrent.cloze.Passage.Answer;
import dev.vecurrent.cloze.Passage.Blank;
import dev.vecurrent.console.Printable;
import dev.vecurrent.text.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Texts and how networks filled them; the fields are those of the JSON.
 *
 * @param keys how many blanks have a right choice
 * @param right how many of these each way fills so
 */
record Report(List<Text> texts, long keys, Map<String, Long> right) {

  /** A text with its blanks filled by the first way. */
  record Text(String filled, List<Blank> blanks) {}

  /** Fills the blanks of all texts, in all ways. */
  static Report of(List<Passage> passages, List<Solver> ways) {
    ways.forEach(way -> passages.forEach(way::fill));
    List<Blank> blanks = passages.stream().flatMap(passage -> passage.blanks().stream()).toList();
    Map<String, Long> right = new LinkedHashMap<>();
    for (Blank blank : blanks) {
      blank
          .answers()
          .forEach((way, a) -> right.merge(way, a.choice() == blank.key() ? 1L : 0L, Long::sum));
    }
    return new Report(
        passages.stream().map(passage -> new Text(passage.filled(), passage.blanks())).toList(),
        blanks.stream().filter(blank -> blank.key() >= 0).count(),
        right);
  }

  List<Figure> figures() {
    return right.entrySet().stream()
        .map(way -> Figure.count(way.getKey(), way.getValue(), keys))
        .toList();
  }

  /** For people. */
  String lines() {
    StringBuilder lines = new StringBuilder();
    for (Text text : texts) {
      lines.append("%s%n%n".formatted(Printable.line(text.filled)));
      for (int b = 0; b < text.blanks.size(); b++) {
        String number = "%3d.".formatted(b + 1);
        for (Map.Entry<String, Answer> way : text.blanks.get(b).answers().entrySet()) {
          String name = right.size() > 1 ? "  (" + way.getKey() + ")" : "";
          String line = line(text.blanks.get(b), way.getValue());
          lines.append("%s%s%s%n".formatted(number, line, name));
          number = "    ";
        }
      }
      lines.append(System.lineSeparator());
    }
    right.forEach((way, n) -> lines.append("%s: %,d of %,d right%n".formatted(way, n, keys)));
    return lines.toString();
  }

  private static String line(Blank blank, Answer answer) {
    String verdict = blank.key() < 0 ? "" : blank.key() == answer.choice() ? "right" : "wrong";
    StringBuilder line = new StringBuilder(" %-5s".formatted(verdict));
    for (int c = 0; c < blank.choices().size(); c++) {
      String mark = c == answer.choice() ? ">" : " ";
      String choice = Printable.line(blank.choices().get(c));
      double probability = answer.probabilities()[c];
      line.append(String.format(Locale.ROOT, "  %s%c %s %.2f", mark, 'A' + c, choice, probability));
    }
    return line.toString();
  }
}
