package dev.vecurrent.cli;

import dev.vecurrent.limit.CallLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long one call of a model may take: a model is data from a stranger, and may never end. */
final class TimeoutOption {

  private static final double MOST_SECONDS = 1e9;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = {
        "Longest time of compiling, and of each call; 0 for no limit.",
        "Default: 60; for inspect 10, and 1 for the memory of calls; for run none."
      })
  private @Nullable Double seconds;

  /**
   * The limits of a call.
   *
   * @param otherwise the time where none is given, {@code null} for no limit
   * @throws ParameterException if the time is negative or not a number
   */
  CallLimits limits(@Nullable Duration otherwise) {
    Double given = seconds;
    if (given == null) {
      return otherwise == null ? CallLimits.none() : CallLimits.within(otherwise);
    }
    if (!(given >= 0)) {
      throw new ParameterException(
          spec.commandLine(), "--timeout: expected 0 or more seconds, found " + given);
    }
    long nanos = (long) (Math.min(given, MOST_SECONDS) * 1e9);
    return given == 0 ? CallLimits.none() : CallLimits.within(Duration.ofNanos(Math.max(1, nanos)));
  }
}
