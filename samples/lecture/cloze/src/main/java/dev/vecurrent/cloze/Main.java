package dev.vecurrent.cloze;

import dev.vecurrent.console.Console;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.text.Lines;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** {@code ./vecurrent cloze}. */
@Command(
    name = "vecurrent cloze",
    description =
        "Fills the blanks of an English text with a network that reads it from both sides.")
public final class Main implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();
  @Mixin private ModelOptions models = new ModelOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = {
        "Texts (UTF-8), parted by blank lines; # begins a comment. A blank is [good | *better], the"
            + " star before the right choice; it may be missing.",
        "Default: the lecture's story, reconstructed."
      })
  private @Nullable Path file;

  @Option(
      names = "--forward",
      description = "Show beside it what a network makes of it that reads forward only.")
  private boolean forward;

  @Option(names = "--json", description = "Print one line of JSON.")
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
    List<Passage> passages =
        file == null
            ? Passage.all("lecture.txt", Lines.read(Main.class, "lecture.txt"))
            : Passage.all(file.toString(), Lines.read(file));
    Vocabulary vocabulary = Vocabulary.read(Main.class, "vocab.txt");
    Report report = new Report(passages);
    Network both = new Network(models.model(Main.class, "cloze.onnx"), vocabulary);
    report.add("both directions", new Solver(both, Solver.By.TEXT));
    if (forward) {
      Network only = new Network(ModelOptions.bundled(Main.class, "forward.onnx"), vocabulary);
      report.add("forward, words before the blank", new Solver(only, Solver.By.BLANK));
      report.add("forward, whole text", new Solver(only, Solver.By.TEXT));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      report.printJson(out);
    } else {
      report.print(out);
    }
    out.flush();
    return 0;
  }
}
