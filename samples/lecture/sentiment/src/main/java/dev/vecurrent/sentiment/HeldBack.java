package dev.vecurrent.sentiment;

import dev.vecurrent.sentiment.Classifier.Answer;
import dev.vecurrent.text.Figure;
import java.util.List;

/** Reviews with their labels, kept from training, and a classifier's answers to them. */
record HeldBack(Language language, List<String[]> rows, Classifier classifier) {

  /**
   * Reads them.
   *
   * @param lines of a label, + or -, a tab, perhaps others' columns, and the text
   * @throws IllegalArgumentException if a line has no label; names its number
   */
  static HeldBack of(Language language, List<String> lines, Classifier classifier) {
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("+\t") && !lines.get(i).startsWith("-\t")) {
        throw new IllegalArgumentException(
            "line %d: expected + or -, a tab, and a text".formatted(i + 1));
      }
    }
    return new HeldBack(
        language, lines.stream().map(line -> line.split("\t", -1)).toList(), classifier);
  }

  Answer answer(String[] row) {
    return classifier.answer(language.tokens(row[row.length - 1]));
  }

  /** The positive ones, the negative ones, and the mean of their two shares. */
  List<Figure> figures() {
    Figure positive = figure(true);
    Figure negative = figure(false);
    double mean = (positive.value() + negative.value()) / 2;
    return List.of(positive, negative, Figure.of("balanced accuracy", mean));
  }

  private Figure figure(boolean isPositive) {
    String label = isPositive ? "+" : "-";
    List<String[]> some = rows.stream().filter(row -> row[0].equals(label)).toList();
    long right = some.stream().filter(row -> answer(row).isPositive() == isPositive).count();
    return Figure.count(language.label(isPositive), right, some.size());
  }
}
