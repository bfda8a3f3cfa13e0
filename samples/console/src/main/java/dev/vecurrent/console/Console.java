package dev.vecurrent.console;

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
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** How a program reads its arguments and tells its errors: in one line, with an exit status. */
public final class Console {

  private Console() {}

  /**
   * The command line of a program, with its handling of errors.
   *
   * @param command an object with picocli's annotations
   * @param debug whether the stack trace of an error is wanted
   */
  public static CommandLine of(Object command, BooleanSupplier debug) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Console::execute)
        .setParameterExceptionHandler((error, args) -> usage(error))
        .setExecutionExceptionHandler(
            (error, commandLine, parsed) -> report(error, commandLine, debug.getAsBoolean()));
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

  /** Tells an error in one line, and where it is wanted its stack trace; returns the status 1. */
  public static int report(Exception error, CommandLine commandLine, boolean debug) {
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
}
