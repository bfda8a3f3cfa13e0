package dev.vecurrent.slots;

import dev.vecurrent.console.Console;
import dev.vecurrent.console.Printable;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.text.Characters;
import dev.vecurrent.text.Json;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Sentences;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./vecurrent slots}. */
@Command(
    name = "vecurrent slots",
    description = {
      "Finds where from, where to and when in what a traveller says, in Chinese.",
      "The bidirectional LSTM was trained on generated sentences."
    })
public final class Main implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private Sentences sentences = new Sentences();

  @Option(
      names = "--forward",
      description = "Beside it, what an LSTM finds that reads forward only.")
  private boolean forward;

  @Option(names = "--json", description = "Print one line of JSON a sentence.")
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
    List<String> all = sentences.all();
    Vocabulary vocabulary = Vocabulary.read(Main.class, "vocab.txt");
    Tagger both = new Tagger(model.model(Main.class, "slots.onnx"), vocabulary);
    @Nullable Tagger before =
        forward ? new Tagger(ModelOptions.bundled(Main.class, "forward.onnx"), vocabulary) : null;
    PrintWriter out = spec.commandLine().getOut();
    for (String text : all) {
      int[] sentence = Characters.normal(text).codePoints().toArray();
      Report report = new Report(sentence, both.slots(sentence));
      @Nullable Report other = before == null ? null : new Report(sentence, before.slots(sentence));
      if (json) {
        out.println(json(sentence, report, other));
      } else {
        print(out, report, other);
      }
      out.flush();
    }
    return 0;
  }

  private static void print(PrintWriter out, Report report, @Nullable Report other) {
    report.print(out);
    if (other != null) {
      out.println("-- forward only:");
      other.print(out);
    }
    out.println();
  }

  /**
   * Characters that could forge a line or turn text around are escaped: in JSON that is the same.
   */
  private static String json(int[] sentence, Report report, @Nullable Report other) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("sentence", new String(sentence, 0, sentence.length));
    line.put("slots", report.found());
    if (other != null) {
      line.put("forward", other.found());
    }
    return Printable.line(Json.write(line));
  }
}
