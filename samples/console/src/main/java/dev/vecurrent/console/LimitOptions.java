package dev.vecurrent.console;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.onnx.ImportLimits;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The limits of files and of runs as options; {@code docs/limits.md} explains them. */
public final class LimitOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--limit-file-bytes",
      paramLabel = "N",
      description = "Largest file (default: 1 GiB, at most a quarter of the heap).")
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
      description =
          "Most bytes of all tensors together (default: 4 GiB, at most half of the heap).")
  private long tensorBytes = ImportLimits.defaults().tensorBytes();

  @Option(names = "--limit-name-length", paramLabel = "N", description = "Longest name.")
  private int nameLength = ImportLimits.defaults().nameLength();

  @Option(
      names = "--limit-folded-bytes",
      paramLabel = "N",
      description = "Most bytes that constant folding may add.")
  private long foldedBytes = CompileOptions.defaults().foldedBytes();

  @Option(
      names = "--limit-value-bytes",
      paramLabel = "N",
      description = "Most bytes of a value between two nodes (default: a quarter of the heap).")
  private long valueBytes = CompileOptions.defaults().valueBytes();

  @Option(
      names = "--limit-compile-bytes",
      paramLabel = "N",
      description = "Most bytes that compiling may add (default: half of the heap).")
  private long compileBytes = CompileOptions.defaults().compileBytes();

  @Option(
      names = "--limit-session-bytes",
      paramLabel = "N",
      description = "Most bytes of all values and scratch of calls (default: half of the heap).")
  private long sessionBytes = CompileOptions.defaults().sessionBytes();

  /**
   * How models are compiled.
   *
   * @throws ParameterException if a limit is negative
   */
  public CompileOptions compileOptions() {
    try {
      return CompileOptions.defaults()
          .withFoldedBytes(foldedBytes)
          .withCompileBytes(compileBytes)
          .withValueBytes(valueBytes)
          .withSessionBytes(sessionBytes);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--limit-*: " + e.getMessage(), e);
    }
  }

  /**
   * What files may ask for.
   *
   * @throws ParameterException if a limit is not positive
   */
  public ImportLimits limits() {
    try {
      return new ImportLimits(fileBytes, fields, depth, nodes, tensors, tensorBytes, nameLength);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--limit-*: " + e.getMessage(), e);
    }
  }
}
