package dev.vecurrent.cli.stream;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code --stream} and {@code --chunk}: whether inputs are fed in chunks, and how long they are.
 */
public final class StreamOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--stream",
      description = {
        "Feed the files in chunks, and carry states from chunk to chunk; inputs that are states are not given.",
        "Inputs without a time axis are given whole with each chunk.",
        "Where no input has one, the first input's file has an axis more, in front, which counts calls."
      })
  private boolean stream;

  @Option(
      names = "--chunk",
      paramLabel = "STEPS",
      description = "Time steps a chunk, with --stream (default: 1).")
  private @Nullable Integer chunk;

  /** Whether inputs are fed in chunks. */
  public boolean isStream() {
    return stream;
  }

  /**
   * Time steps a chunk.
   *
   * @throws ParameterException if it is not positive
   */
  public int chunk() {
    Integer given = chunk;
    if (given != null && given < 1) {
      throw new ParameterException(
          spec.commandLine(), "--chunk: expected 1 or more steps, found " + given);
    }
    return given == null ? 1 : given;
  }

  /**
   * Refuses options of a stream where there is none.
   *
   * @throws ParameterException if there are any
   */
  public void check(StateOptions states) {
    int steps = chunk();
    if (stream) {
      states.check();
      return;
    }
    states.requireNone("--stream");
    if (chunk != null) {
      throw new ParameterException(
          spec.commandLine(), "--chunk " + steps + ": expected with --stream");
    }
  }
}
