package dev.vecurrent.sentiment;

import dev.vecurrent.console.Console;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.text.Lines;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./vecurrent sentiment}. */
@Command(
    name = "vecurrent sentiment",
    description = {
      "Tells whether a review praises or blames, with a BiLSTM and a maximum over time.",
      "The Chinese network was trained on generated reviews, the English one on real ones.",
      "Without a sentence: those of the lecture, with --each."
    })
public final class Main implements Callable<Integer> {

  private static final List<String> LECTURE =
      List.of("这家店的装修不错，但牛排是过期的。", "牛排是过期的，但这家店的装修不错。");

  /** The text is read once for each token: the square of this. */
  private static final int MOST_EACH = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();
  @Mixin private ModelOptions models = new ModelOptions();

  @Parameters(paramLabel = "SENTENCE", description = "What to judge.")
  private List<String> sentences = new ArrayList<>();

  @Option(
      names = "--lang",
      paramLabel = "zh|en",
      description = "Chinese, by characters, or English, by words (default: zh).")
  private Language language = Language.ZH;

  @Option(
      names = "--lines",
      paramLabel = "FILE",
      description =
          "Judge each line; + or - and a tab before the text is its label, and those right are counted.")
  private @Nullable Path lines;

  @Option(
      names = "--each",
      description = "Show how it moves with each character or word, and which of them decides.")
  private boolean each;

  @Option(names = "--json", description = "One line of JSON a sentence.")
  private boolean json;

  private Main() {}

  /** Runs the program and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with its handling of errors. */
  static CommandLine commandLine() {
    Main main = new Main();
    return Console.of(main, main.standard::debug);
  }

  @Override
  public Integer call() throws IOException {
    List<Review> reviews = reviews();
    boolean isDefault = reviews.isEmpty() && lines == null;
    if (isDefault) {
      LECTURE.forEach(text -> reviews.add(new Review(text, null)));
      language = Language.ZH;
    }
    Classifier classifier =
        new Classifier(
            models.model(Main.class, language.code() + ".onnx"),
            Vocabulary.read(Main.class, language.code() + "-vocabulary.txt"));
    PrintWriter out = spec.commandLine().getOut();
    Report report = new Report(out, language, json);
    for (int i = 0; i < reviews.size(); i++) {
      List<String> tokens = tokens(reviews.get(i).text(), i + 1);
      List<Answer> parts = each || isDefault ? classifier.each(tokens) : List.of();
      report.print(reviews.get(i), tokens, classifier.answer(tokens), parts);
    }
    report.end();
    out.flush();
    return 0;
  }

  /** The sentences of the command line, then those of the file. */
  private List<Review> reviews() throws IOException {
    List<Review> reviews = new ArrayList<>();
    sentences.forEach(sentence -> reviews.add(new Review(sentence, null)));
    if (lines != null) {
      Lines.read(lines).stream().filter(line -> !line.isBlank()).map(Review::ofLine).forEach(reviews::add);
    }
    return reviews;
  }

  private List<String> tokens(String text, int number) {
    int most = each ? MOST_EACH : Review.MOST;
    if (text.length() > most) {
      throw new IllegalArgumentException(
          "sentence %d: expected at most %,d characters%s, found %,d"
              .formatted(number, most, each ? " with --each" : "", text.length()));
    }
    List<String> tokens = language.tokens(text);
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("sentence %d: there is nothing to read".formatted(number));
    }
    return tokens;
  }
}
