package dev.vecurrent.chat;

import dev.vecurrent.console.Console;
import dev.vecurrent.console.Printable;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.io.InputFile;
import dev.vecurrent.text.Json;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Sampler;
import dev.vecurrent.text.Vocabulary;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./vecurrent chat}. */
@Command(
    name = "vecurrent chat",
    description = {
      "Answers line by line, in Chinese. Remembers a name, a town, a dish, and greetings.",
      "What it was trained on is generated, from a grammar of this project: no person said it.",
      "Lines that begin with / are commands, which /help lists."
    })
public final class Main implements Callable<Integer> {

  /** A line of JSON. */
  private record Answer(String line, String answer) {}

  /** The longest line that is read, in UTF-16 units. */
  static final int LONGEST_LINE = 100_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();
  @Mixin private ModelOptions models = new ModelOptions();

  @Parameters(paramLabel = "LINE", description = "Lines to answer, instead of standard input.")
  private List<String> said = List.of();

  @Option(
      names = "--temperature",
      description = "0 takes the likeliest character (default: ${DEFAULT-VALUE}).")
  private double temperature = 0;

  @Option(
      names = "--top",
      description = "How many characters are drawn from (default: ${DEFAULT-VALUE}).")
  private int top = 10;

  @Option(names = "--seed", description = "Of drawing (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--script", paramLabel = "FILE", description = "Lines to answer; printed, too.")
  private @Nullable Path script;

  @Option(names = "--from", paramLabel = "FILE", description = "A memory to go on from.")
  private @Nullable Path from;

  @Option(names = "--json", description = "Print an object of JSON for each line.")
  private boolean json;

  @Option(names = "--speed", description = "Print characters a second at the end.")
  private boolean speed;

  private final InputStream in;
  private final boolean isTerminal;
  private boolean failed;
  private long characters;
  private long nanos;

  private Main(InputStream in, boolean isTerminal) {
    this.in = in;
    this.isTerminal = isTerminal;
  }

  /** Runs the program and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine(System.in, isTerminal()).execute(args));
  }

  @SuppressWarnings("SystemConsoleNull") // its contract still allows null
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** The command line with its handling of errors; on a terminal it asks for each line. */
  public static CommandLine commandLine(InputStream in, boolean isTerminal) {
    Main main = new Main(in, isTerminal);
    return Console.of(main, main.standard::debug);
  }

  @Override
  public Integer call() throws IOException {
    Vocabulary vocabulary = Vocabulary.read(Main.class, "vocab.txt");
    LanguageModel model = new LanguageModel(models.model(Main.class, "chat.onnx"), vocabulary);
    Commands commands = new Commands(new Conversation(model, vocabulary, sampler()));
    if (from != null) {
      commands.restore(from);
    }
    try (InputStream bytes = lines()) {
      Reader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
      String line = next(lines);
      while (line != null && !line.equals("/quit")) {
        answer(line, commands);
        line = next(lines);
      }
    }
    if (speed) {
      double rate = characters * 1e9 / Math.max(1, nanos);
      spec.commandLine().getErr().printf("%,.0f characters a second%n", rate);
    }
    return failed ? 1 : 0;
  }

  private InputStream lines() throws IOException {
    if (script != null) {
      return InputFile.openStream(script);
    }
    return said.isEmpty()
        ? in
        : new ByteArrayInputStream(String.join("\n", said).getBytes(StandardCharsets.UTF_8));
  }

  private Sampler sampler() {
    try {
      return new Sampler(temperature, top, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }

  /** The next line, of a bounded length; null at the end. */
  private @Nullable String next(Reader lines) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(isTerminal && script == null && said.isEmpty() && !json ? "> " : "");
    out.flush();
    StringBuilder line = new StringBuilder();
    int c = lines.read();
    boolean isThere = c >= 0;
    for (; c >= 0 && c != '\n'; c = lines.read()) {
      line.append((char) c);
      if (line.length() > LONGEST_LINE) {
        throw new IOException("expected at most %,d characters a line".formatted(LONGEST_LINE));
      }
    }
    return isThere ? line.toString().strip() : null;
  }

  /** Prints what answers a line. What a command cannot do is told, and the conversation goes on. */
  private void answer(String line, Commands commands) {
    try {
      if (line.startsWith("/")) {
        print(line, commands.run(line));
      } else if (!line.isEmpty()) {
        long start = System.nanoTime();
        Conversation talk = commands.current();
        long read = talk.read();
        String answer = talk.reply(line);
        nanos += System.nanoTime() - start;
        characters += talk.read() - read;
        print(line, answer);
      }
    } catch (IOException | IllegalArgumentException e) {
      failed = true;
      String why = e instanceof NoSuchFileException ? ": there is no such file" : "";
      spec.commandLine().getErr().println("error: " + Printable.lineMessage(e.getMessage() + why));
      spec.commandLine().getErr().flush();
    }
  }

  private void print(String line, String answer) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(new Answer(line, answer)));
    } else {
      out.print(script == null ? "" : "> " + Printable.line(line) + "\n");
      out.println(answer);
    }
    out.flush();
  }
}
