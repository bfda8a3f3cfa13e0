package dev.vecurrent.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vecurrent.console.Printable;
import dev.vecurrent.io.InputFile;
import dev.vecurrent.text.Figure;
import dev.vecurrent.text.Json;
import dev.vecurrent.text.Lines;
import dev.vecurrent.text.Program;
import dev.vecurrent.text.SamplerOptions;
import dev.vecurrent.text.Speed;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./vecurrent chat}. */
@Command(
    name = "vecurrent chat",
    description = {
      "Answers line by line, in Chinese. Remembers a name, a town, a dish, and greetings.",
      "What it was trained on is generated, from a grammar of this project: no person said it.",
      "Lines that begin with / are commands, which /help lists."
    })
public final class Main extends Program {

  /** A line of JSON. */
  private record Answer(String line, String answer) {}

  private static final int LONGEST_LINE = 100_000;

  @Mixin private SamplerOptions drawing = new SamplerOptions();
  @Mixin private Speed speed = new Speed();

  @Parameters(paramLabel = "LINE", description = "Lines to answer, instead of standard input.")
  private List<String> said = List.of();

  @Option(names = "--script", paramLabel = "FILE", description = "Lines to answer; printed, too.")
  private @Nullable Path script;

  @Option(names = "--from", paramLabel = "FILE", description = "A memory to go on from.")
  private @Nullable Path from;

  private final InputStream in;
  private final boolean isTerminal;

  private Main(InputStream in, boolean isTerminal) {
    this.in = in;
    this.isTerminal = isTerminal;
  }

  /** Runs the program and exits with its status. */
  @SuppressWarnings("SystemConsoleNull") // its contract still allows null
  public static void main(String[] args) {
    java.io.Console console = System.console();
    boolean isTerminal = console != null && console.isTerminal();
    System.exit(commandLine(System.in, isTerminal).execute(args));
  }

  /** The command line with its handling of errors; on a terminal it asks for each line. */
  public static CommandLine commandLine(InputStream in, boolean isTerminal) {
    return new Main(in, isTerminal).commandLineOfThis();
  }

  @Override
  protected List<Figure> heldBack() throws IOException {
    return HeldBack.figures(conversation());
  }

  @Override
  protected int run() throws IOException {
    Commands commands = new Commands(conversation());
    if (from != null) {
      commands.restore(from);
    }
    int status = 0;
    try (Reader lines = new BufferedReader(new InputStreamReader(lines(), UTF_8))) {
      Optional<String> line = next(lines);
      while (line.isPresent() && !line.get().equals("/quit")) {
        status |= answer(line.get(), commands);
        line = next(lines);
      }
    }
    speed.print();
    return status;
  }

  private Conversation conversation() throws IOException {
    return new Conversation(model().languageModel(Main.class, "chat.onnx"), drawing.sampler(0, 1));
  }

  private InputStream lines() throws IOException {
    if (script != null) {
      return InputFile.openStream(script);
    }
    return said.isEmpty() ? in : new ByteArrayInputStream(String.join("\n", said).getBytes(UTF_8));
  }

  private Optional<String> next(Reader lines) throws IOException {
    out().print(isTerminal && script == null && said.isEmpty() && !isJson() ? "> " : "");
    out().flush();
    return Lines.next(lines, LONGEST_LINE).map(String::strip);
  }

  /** Prints what answers a line. What a command cannot do is told, and the conversation goes on. */
  private int answer(String line, Commands commands) {
    try {
      if (line.startsWith("/")) {
        print(line, commands.run(line));
      } else if (!line.isEmpty()) {
        Conversation talk = commands.current();
        print(line, speed.of(talk.model(), () -> talk.reply(line)));
      }
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      return tell(e);
    }
  }

  private void print(String line, String answer) {
    if (isJson()) {
      out().println(Json.write(new Answer(line, answer)));
    } else {
      out().print(script == null ? "" : "> " + Printable.line(line) + "\n");
      out().println(answer);
    }
    out().flush();
  }
}
