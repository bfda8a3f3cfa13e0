package dev.vecurrent.cli;

import dev.vecurrent.internal.Printable;
import dev.vecurrent.spec.ModelRefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./vecurrent}. */
@Command(
    name = "vecurrent",
    description = "Runs recurrent networks from ONNX files in pure Java.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "vecurrent 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 all went well; 1 a model was refused, a case did not pass or a record was bad;",
      "2 the command line is wrong. `vecurrent bench` runs the benchmarks."
    },
    subcommands = {
      InspectCommand.class,
      VerifyCommand.class,
      RunCommand.class,
      ScoreCommand.class,
      DigitsCommand.class,
      VadCommand.class
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of errors.")
  private boolean debug;

  private Main() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with its handling of errors. */
  static CommandLine commandLine() {
    Main main = new Main();
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler((error, args) -> usage(error))
        .setExecutionExceptionHandler(
            (error, commandLine, parsed) -> main.report(error, commandLine));
  }

  /** Errors of the virtual machine are reported like any other. */
  private static int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      throw failure(parsed, "out of memory: a larger heap (JAVA_TOOL_OPTIONS=-Xmx4g) may help", e);
    } catch (StackOverflowError e) {
      throw failure(parsed, "out of stack: a larger one (JAVA_TOOL_OPTIONS=-Xss16m) may help", e);
    }
  }

  private static ExecutionException failure(ParseResult parsed, String message, Error cause) {
    List<CommandLine> commands = parsed.asCommandLineList();
    return new ExecutionException(
        commands.getLast(), message, new IllegalStateException(message, cause));
  }

  private static int usage(ParameterException error) {
    CommandLine commandLine = error.getCommandLine();
    PrintWriter err = commandLine.getErr();
    String message =
        "error: %s; see %s --help"
            .formatted(
                Printable.lineMessage(String.valueOf(error.getMessage())),
                commandLine.getCommandSpec().qualifiedName());
    err.println(commandLine.getColorScheme().errorText(message));
    err.flush();
    return ExitCode.USAGE;
  }

  private int report(Exception error, CommandLine commandLine) {
    PrintWriter err = commandLine.getErr();
    err.println(
        commandLine.getColorScheme().errorText("error: " + Printable.message(message(error))));
    if (debug) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      err.print(Printable.text(trace.toString().replace("\t", "    ")));
    }
    err.flush();
    return 1;
  }

  private static String message(Exception error) {
    switch (error) {
      case NoSuchFileException e -> {
        return Printable.line(e.getFile()) + ": there is no such file";
      }
      case AccessDeniedException e -> {
        return Printable.line(e.getFile()) + ": there is no permission to use this";
      }
      case FileAlreadyExistsException e -> {
        return Printable.line(e.getFile())
            + ": is in the way: it is a file, and a folder is needed";
      }
      case UncheckedIOException e when e.getCause() instanceof FileSystemLoopException loop -> {
        return Printable.line(loop.getFile()) + ": is a link to a folder that it is in: remove it";
      }
      default -> {}
    }
    if (error instanceof IOException && error.getMessage() == null) {
      return error.getClass().getSimpleName();
    }
    String message = error.getMessage() == null ? error.toString() : error.getMessage();
    // Others have one line, or several that are their own.
    boolean line = error instanceof FileSystemException || error instanceof RuntimeException;
    return line && !(error instanceof ModelRefusedException) ? Printable.line(message) : message;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
