package dev.vecurrent.fluency;

import dev.vecurrent.text.Figure;
import dev.vecurrent.text.Json;
import dev.vecurrent.text.Program;
import dev.vecurrent.text.Sentences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./vecurrent fluency}. */
@Command(
    name = "vecurrent fluency",
    description = {
      "The perplexity of Chinese sentences per character, lowest first: the lower, the more fluent.",
      "The LSTM behind it read documentation and games; some of its sentences were generated,"
          + " drawn from a trigram model.",
      "With --held-back, --lines FILE has two sentences a line, the better one first, a tab between."
    })
public final class Main extends Program {

  private static final int MOST_CHARACTERS = 1_000_000;

  @Mixin private Sentences sentences = new Sentences();

  @Option(names = "--each", description = "Print 1/p of every character.")
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

  /** Pairs of a sentence and the same with two neighbouring pieces exchanged. */
  @Override
  protected List<Figure> heldBack() throws IOException {
    List<String> pairs = sentences.linesOr(Main.class, "pairs.tsv");
    Scorer scorer = scorer();
    int right = 0;
    for (int i = 0; i < pairs.size(); i++) {
      String[] pair = pairs.get(i).split("\t", -1);
      if (pair.length != 2) {
        throw new IllegalArgumentException(
            "line %d: expected two sentences and a tab between".formatted(i + 1));
      }
      right += scorer.score(pair[0]).perplexity() < scorer.score(pair[1]).perplexity() ? 1 : 0;
    }
    return List.of(Figure.count("pairs, the better one more fluent", right, pairs.size()));
  }

  @Override
  protected int run() throws IOException {
    List<String> texts = texts();
    Scorer scorer = scorer();
    List<Score> scores = new ArrayList<>(texts.size());
    for (String text : texts) {
      scores.add(scorer.score(text));
    }
    scores.sort(Comparator.comparingDouble(Score::perplexity));
    for (Score score : scores) {
      out().println(isJson() ? Json.write(Report.json(score)) : Report.text(score, each));
    }
    return 0;
  }

  private Scorer scorer() throws IOException {
    return new Scorer(model().model(Main.class, "fluency.onnx"));
  }

  /** What is to be scored; blank lines of a file are left out. */
  private List<String> texts() throws IOException {
    List<String> texts = sentences.all();
    long characters = texts.stream().mapToLong(String::length).sum();
    if (characters > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "expected at most %,d characters in all, found %,d"
              .formatted(MOST_CHARACTERS, characters));
    }
    return texts;
  }
}
