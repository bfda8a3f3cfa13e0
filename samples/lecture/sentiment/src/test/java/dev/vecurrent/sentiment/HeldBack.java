package dev.vecurrent.sentiment;

import dev.vecurrent.sentiment.Classifier.Answer;
import dev.vecurrent.text.Lines;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.List;

/** The committed held-back set of a language, and the program's answers to it. */
record HeldBack(Language language, List<String[]> rows, Classifier classifier) {

  /** Rows of a label, + or -, the kind of review, and the text. */
  static HeldBack of(Language language) throws IOException {
    return new HeldBack(
        language,
        Lines.read(HeldBack.class, language.code() + "-held-back.tsv").stream()
            .map(line -> line.split("\t", -1))
            .toList(),
        classifier(language));
  }

  static Classifier classifier(Language language) throws IOException {
    return new Classifier(
        ModelOptions.bundled(Main.class, language.code() + ".onnx"),
        Vocabulary.read(Main.class, language.code() + "-vocabulary.txt"));
  }

  Answer answer(String[] row) {
    return classifier.answer(language.tokens(row[2]));
  }

  /** How many with a label and of a kind are right; all kinds where it is empty. */
  long right(String label, String kind) {
    return rows.stream()
        .filter(row -> row[0].equals(label) && (kind.isEmpty() || row[1].equals(kind)))
        .filter(row -> answer(row).isPositive() == label.equals("+"))
        .count();
  }
}
