package dev.vecurrent.cli;

import dev.vecurrent.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    subcommands = {InspectCommand.class, VerifyCommand.class, RunCommand.class, ScoreCommand.class})
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
    return Console.of(main, () -> main.debug);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
