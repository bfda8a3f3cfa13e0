package dev.vecurrent.fluency;

import dev.vecurrent.console.Console;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.text.Json;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Sentences;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./vecurrent fluency}. */
@Command(
    name = "vecurrent fluency",
    description = {
      "The perplexity of Chinese sentences per character, lowest first: the lower, the more fluent.",
      "The LSTM behind it read documentation and games; some of its sentences were generated,"
          + " drawn from a trigram model."
    })
public final class Main implements Callable<Integer> {

  private static final int MOST_CHARACTERS = 1_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private Sentences sentences = new Sentences();

  @Option(names = "--each", description = "Print 1/p of every character.")
  private boolean each;

  @Option(names = "--json", description = "Print one line of JSON a sentence, with all 1/p.")
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
    List<String> texts = texts();
    Scorer scorer = new Scorer(model.model(Main.class, "fluency.onnx"));
    List<Score> scores = new ArrayList<>(texts.size());
    for (String text : texts) {
      scores.add(scorer.score(text));
    }
    scores.sort(Comparator.comparingDouble(Score::perplexity));
    PrintWriter out = spec.commandLine().getOut();
    for (Score score : scores) {
      out.println(json ? Json.write(Report.json(score)) : Report.text(score, each));
    }
    out.flush();
    return 0;
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
