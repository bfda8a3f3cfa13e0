package dev.vecurrent.lecture;

import dev.vecurrent.console.Console;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.io.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./vecurrent lecture}. */
@Command(
    name = "vecurrent lecture",
    description = "Writes the lecture as one page, with figures computed on this machine.")
public final class Main implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder that index.html is written to; made where it is missing.")
  private Path folder = Path.of("");

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each speed is measured (default: ${DEFAULT-VALUE}).")
  private double seconds = 1;

  private Main() {}

  /** Runs the program and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    Main main = new Main();
    return Console.of(main, main.standard::debug);
  }

  @Override
  public Integer call() throws IOException {
    if (!(seconds >= 0 && seconds <= 60)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--seconds: expected 0 to 60, found " + seconds);
    }
    Stopwatch watch = new Stopwatch(Duration.ofMillis((long) (1000 * seconds)));
    PrintWriter err = spec.commandLine().getErr();
    byte[] page =
        PageWriter.page(
            Facts.all(
                watch,
                section -> {
                  err.println(section + " ...");
                  err.flush();
                }));
    Files.createDirectories(folder);
    Path file = folder.resolve("index.html");
    OutputFile.write(file, page);
    PrintWriter out = spec.commandLine().getOut();
    out.println(file);
    out.flush();
    return 0;
  }
}
