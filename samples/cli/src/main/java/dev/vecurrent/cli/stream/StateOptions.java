package dev.vecurrent.cli.stream;

import dev.vecurrent.Model;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --state}: states that are an input and an output, where the graph does not tell. */
public final class StateOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--state",
      paramLabel = "IN=OUT",
      description =
          "A state that streams carry, by the names of its input and output; for those that inspect"
              + " does not list.")
  private List<String> states = new ArrayList<>();

  /**
   * Refuses states where nothing is streamed.
   *
   * @param option the option that streams
   * @throws ParameterException if there are any
   */
  public void requireNone(String option) {
    if (!states.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--state " + states.getFirst() + ": expected with " + option);
    }
  }

  /**
   * Checks how states are written.
   *
   * @throws ParameterException if one is no pair of names
   */
  public void check() {
    for (String state : states) {
      int equals = state.indexOf('=');
      if (equals < 1 || equals == state.length() - 1) {
        throw new ParameterException(
            spec.commandLine(), "--state: expected IN=OUT, found '" + state + "'");
      }
    }
  }

  /**
   * A model with these states.
   *
   * @throws IllegalArgumentException if it has no such values, or they do not fit each other
   */
  public Model declare(Model model) {
    check();
    Model declared = model;
    for (String state : states) {
      int equals = state.indexOf('=');
      declared = declared.withState(state.substring(0, equals), state.substring(equals + 1));
    }
    return declared;
  }
}
