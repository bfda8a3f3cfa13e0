package dev.vecurrent.cloze;

import dev.vecurrent.text.Figure;
import dev.vecurrent.text.Json;
import dev.vecurrent.text.Lines;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Program;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./vecurrent cloze}. */
@Command(
    name = "vecurrent cloze",
    description =
        "Fills the blanks of an English text with a network that reads it from both sides.")
public final class Main extends Program {

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
    List<String> lines = Lines.read(Main.class, "held-back.txt");
    return Report.of(Passage.all("held-back.txt", lines), ways(true)).figures();
  }

  @Override
  protected int run() throws IOException {
    List<String> lines = file == null ? Lines.read(Main.class, "lecture.txt") : Lines.read(file);
    String name = file == null ? "lecture.txt" : file.toString();
    Report report = Report.of(Passage.all(name, lines), ways(false));
    out().print(isJson() ? Json.write(report) + System.lineSeparator() : report.lines());
    return 0;
  }

  private List<Solver> ways(boolean all) throws IOException {
    Vocabulary vocabulary = Vocabulary.read(Main.class, "vocab.txt");
    List<Solver> ways = new ArrayList<>();
    Network both = new Network(model().model(Main.class, "cloze.onnx"), vocabulary);
    ways.add(new Solver("both directions", both, true));
    if (all) {
      ways.add(new Solver("both directions, what is expected in the blank", both, false));
    }
    if (all || forward) {
      Network only = new Network(ModelOptions.bundled(Main.class, "forward.onnx"), vocabulary);
      ways.add(new Solver("forward, words before the blank", only, false));
      ways.add(new Solver("forward, whole text", only, true));
    }
    return ways;
  }
}
