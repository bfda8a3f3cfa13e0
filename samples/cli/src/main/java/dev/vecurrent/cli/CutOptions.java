package dev.vecurrent.cli;

import dev.vecurrent.CompileOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The part of a model that is wanted. */
final class CutOptions {

  @Option(
      names = "--outputs",
      split = ",",
      paramLabel = "NAME",
      description =
          "Compile only what these values need; any values of the graph (default: its outputs).")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--inputs",
      split = ",",
      paramLabel = "NAME",
      description =
          "Start from these values, which are then given; any values of the graph (default: its"
              + " inputs).")
  private List<String> inputs = new ArrayList<>();

  /** The given options for this part. */
  CompileOptions of(CompileOptions options) {
    return options
        .withInputs(inputs.toArray(String[]::new))
        .withOutputs(outputs.toArray(String[]::new));
  }
}
