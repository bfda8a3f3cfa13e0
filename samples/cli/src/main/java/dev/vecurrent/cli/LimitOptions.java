package dev.vecurrent.cli;

import dev.vecurrent.onnx.ImportLimits;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The importer's limits as options; {@code docs/limits.md} explains them. */
final class LimitOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--limit-file-bytes", paramLabel = "N", description = "Largest file.")
  private long fileBytes = ImportLimits.defaults().fileBytes();

  @Option(names = "--limit-fields", paramLabel = "N", description = "Most entries of a file.")
  private int fields = ImportLimits.defaults().fields();

  @Option(names = "--limit-depth", paramLabel = "N", description = "Deepest nesting of messages.")
  private int depth = ImportLimits.defaults().depth();

  @Option(names = "--limit-nodes", paramLabel = "N", description = "Most nodes of a graph.")
  private int nodes = ImportLimits.defaults().nodes();

  @Option(names = "--limit-tensors", paramLabel = "N", description = "Most tensors of a graph.")
  private int tensors = ImportLimits.defaults().tensors();

  @Option(
      names = "--limit-tensor-bytes",
      paramLabel = "N",
      description = "Most bytes of all tensors together.")
  private long tensorBytes = ImportLimits.defaults().tensorBytes();

  @Option(names = "--limit-name-length", paramLabel = "N", description = "Longest name.")
  private int nameLength = ImportLimits.defaults().nameLength();

  ImportLimits limits() {
    try {
      return new ImportLimits(fileBytes, fields, depth, nodes, tensors, tensorBytes, nameLength);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--limit-*: " + e.getMessage(), e);
    }
  }
}
