package dev.vecurrent.sentiment;

import dev.vecurrent.console.Console;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.sentiment.Classifier.Answer;
import dev.vecurrent.text.Json;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Sentences;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./vecurrent sentiment}. */
@Command(
    name = "vecurrent sentiment",
    description = {
      "Tells whether a review praises or blames, with a BiLSTM and a maximum over time.",
      "The Chinese network was trained on generated reviews, the English one on real ones.",
      "Where a sentence begins with + or - and a tab, those right are counted."
    })
public final class Main implements Callable<Integer> {

  private static final int MOST = 100_000;

  private static final int MOST_EACH = 1_000; // a text is read once for each of its tokens

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();
  @Mixin private ModelOptions models = new ModelOptions();
  @Mixin private Sentences sentences = new Sentences();

  @Option(names = "--lang", paramLabel = "zh|en", description = "The language (default: zh).")
  private Language language = Language.ZH;

  @Option(
      names = "--each",
      description = "Show how it moves with each token, and each one's share in the whole.")
  private boolean each;

  @Option(names = "--json", description = "One line of JSON a sentence.")
  private boolean json;

  private Main() {}

  /** Runs the program and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with its handling of errors. */
  public static CommandLine commandLine() {
    Main main = new Main();
    return Console.of(main, main.standard::debug);
  }

  @Override
  public Integer call() throws IOException {
    List<String> rows = sentences.all();
    Classifier classifier =
        new Classifier(
            models.model(Main.class, language.code() + ".onnx"),
            Vocabulary.read(Main.class, language.code() + "-vocabulary.txt"));
    PrintWriter out = spec.commandLine().getOut();
    int[] labelled = new int[2];
    int[] right = new int[2];
    for (int i = 0; i < rows.size(); i++) {
      String row = rows.get(i);
      boolean isLabelled = row.startsWith("+\t") || row.startsWith("-\t");
      // Columns between the label and the text are others'.
      String text = isLabelled ? row.substring(row.lastIndexOf('\t') + 1) : row;
      Report report = report(classifier, text, i + 1);
      out.print(json ? Json.write(report) + System.lineSeparator() : report.lines(language));
      if (isLabelled) {
        int label = row.charAt(0) == '+' ? 1 : 0;
        labelled[label]++;
        right[label] += report.label().equals(language.label(label == 1)) ? 1 : 0;
      }
    }
    if (labelled[0] + labelled[1] > 0 && !json) {
      out.printf(
          "right: %,d of %,d positive, %,d of %,d negative%n",
          right[1], labelled[1], right[0], labelled[0]);
    }
    out.flush();
    return 0;
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
