package dev.vecurrent.cli;

import dev.vecurrent.onnx.ImportLimits;
import picocli.CommandLine.Option;

/** The importer's limits as options; {@code docs/limits.md} explains them. */
final class LimitOptions {

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
    return new ImportLimits(fileBytes, fields, depth, nodes, tensors, tensorBytes, nameLength);
  }
}
