package dev.vecurrent.slots;

import dev.vecurrent.console.Printable;
import dev.vecurrent.text.Characters;
import dev.vecurrent.text.Figure;
import dev.vecurrent.text.Json;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Program;
import dev.vecurrent.text.Sentences;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./vecurrent slots}. */
@Command(
    name = "vecurrent slots",
    description = {
      "Finds where from, where to and when in what a traveller says, in Chinese.",
      "The bidirectional LSTM was trained on generated sentences.",
      "With --held-back, --lines FILE has sentences such as [明天|DEP]去[上海|TO]."
    })
public final class Main extends Program {

  @Mixin private Sentences sentences = new Sentences();

  @Option(
      names = "--forward",
      description = "Beside it, what an LSTM finds that reads forward only.")
  private boolean forward;

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
    List<Tagged> all = Tagged.all(sentences.linesOr(Main.class, "held-back.txt"));
    Iterator<Tagger> taggers = taggers(true).values().iterator();
    return Stream.of("both directions", "forward only")
        .flatMap(name -> Score.of(taggers.next(), all).figures(name))
        .toList();
  }

  @Override
  protected int run() throws IOException {
    List<String> all = sentences.all();
    Map<String, Tagger> taggers = taggers(forward);
    for (String text : all) {
      int[] sentence = Characters.normal(text).codePoints().toArray();
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("sentence", new String(sentence, 0, sentence.length));
      for (Map.Entry<String, Tagger> tagger : taggers.entrySet()) {
        Report report = new Report(sentence, tagger.getValue().slots(sentence));
        json.put(tagger.getKey(), report.found());
        if (!isJson()) {
          out().print(json.containsKey("forward") ? "-- forward only:\n" : "");
          report.print(out());
        }
      }
      out().println(isJson() ? Printable.line(Json.write(json)) : ""); // a strange line is escaped
      out().flush();
    }
    return 0;
  }

  /** The network that reads in both directions, and the other one where it is wanted. */
  private Map<String, Tagger> taggers(boolean both) throws IOException {
    Map<String, Tagger> taggers = new LinkedHashMap<>();
    taggers.put("slots", new Tagger(model().model(Main.class, "slots.onnx")));
    if (both) {
      taggers.put("forward", new Tagger(ModelOptions.bundled(Main.class, "forward.onnx")));
    }
    return taggers;
  }
}
