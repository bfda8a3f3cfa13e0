package dev.vecurrent.sentiment;

import dev.vecurrent.sentiment.Classifier.Answer;
import dev.vecurrent.text.Figure;
import dev.vecurrent.text.Json;
import dev.vecurrent.text.Program;
import dev.vecurrent.text.Sentences;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./vecurrent sentiment}. */
@Command(
    name = "vecurrent sentiment",
    description = {
      "Tells whether a review praises or blames, with a BiLSTM and a maximum over time.",
      "The Chinese network was trained on generated reviews, the English one on real ones.",
      "With --held-back, --lines FILE has lines of + or -, a tab, and the text."
    })
public final class Main extends Program {

  private static final int MOST = 100_000;

  private static final int MOST_EACH = 1_000; // a text is read once for each of its tokens

  @Mixin private Sentences sentences = new Sentences();

  @Option(names = "--lang", paramLabel = "zh|en", description = "The language (default: zh).")
  private Language language = Language.ZH;

  @Option(
      names = "--each",
      description = "Show how it moves with each token, and each one's share in the whole.")
  private boolean each;

  private Main() {}

  /** Runs the program and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with its handling of errors. */
  public static CommandLine commandLine() {
    return new Main().commandLineOfThis();
  }

  @Override
  protected List<Figure> heldBack() throws IOException {
    List<String> lines = sentences.linesOr(Main.class, language.code() + "-held-back.tsv");
    return HeldBack.of(language, lines, classifier()).figures();
  }

  @Override
  protected int run() throws IOException {
    List<String> rows = sentences.all();
    Classifier classifier = classifier();
    for (int i = 0; i < rows.size(); i++) {
      Report report = report(classifier, rows.get(i), i + 1);
      out().print(isJson() ? Json.write(report) + System.lineSeparator() : report.lines(language));
    }
    return 0;
  }

  private Classifier classifier() throws IOException {
    return new Classifier(
        model().model(Main.class, language.code() + ".onnx"),
        Vocabulary.read(Main.class, language.code() + "-vocabulary.txt"));
  }

  private Report report(Classifier classifier, String text, int number) {
    int most = each ? MOST_EACH : MOST;
    List<String> tokens = text.length() > most ? List.of() : language.tokens(text);
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException(
          "sentence %d: expected something to read, at most %,d characters, found %,d"
              .formatted(number, most, text.length()));
    }
    Answer whole = classifier.answer(tokens);
    List<Report.Token> parts = new ArrayList<>();
    for (int i = 0; each && i < tokens.size(); i++) {
      double positive = classifier.answer(tokens.subList(0, i + 1)).probability();
      parts.add(new Report.Token(tokens.get(i), positive, whole.shares()[i]));
    }
    return new Report(text, language.label(whole.isPositive()), whole.probability(), parts);
  }
}
