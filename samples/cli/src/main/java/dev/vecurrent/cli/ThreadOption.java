package dev.vecurrent.cli;

import dev.vecurrent.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --threads}: how many threads a call may use. */
final class ThreadOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that a call of the model may use, which changes no bit of any answer (default:"
              + " ${DEFAULT-VALUE}).")
  private int threads = 1;

  /** Workers for a command, which closes them. */
  Workers workers() {
    try {
      return Workers.of(threads);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }
}
