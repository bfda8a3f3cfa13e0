package dev.vecurrent.console;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every program: {@code --help}, {@code --version} and {@code --debug}. */
@Command(
    mixinStandardHelpOptions = true,
    version = "vecurrent 0.1.0-SNAPSHOT",
    footer = {"", "Exit status: 0 all went well; 1 it failed; 2 the command line is wrong."})
public final class StandardOptions {

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of errors.")
  private boolean debug;

  /** Whether stack traces are wanted. */
  public boolean debug() {
    return debug;
  }
}
