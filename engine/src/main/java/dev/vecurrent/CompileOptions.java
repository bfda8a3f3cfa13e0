package dev.vecurrent;

import java.util.List;

/**
 * How a model is compiled.
 *
 * @param vector whether to use the Vector API where it is available; results have the same bits
 *     either way
 * @param foldedBytes the most bytes that constant folding may add to the model's constants
 * @param valueBytes the most bytes of one value between two nodes in a run; a run that needs more
 *     is refused
 * @param inputs names of the values to start from, in the order of the model's inputs; a value that
 *     nodes make is then not computed, but given. Inputs of the graph that are still needed stay,
 *     behind them. Empty for the inputs of the graph
 * @param outputs names of the values that are wanted, whatever values of the graph; only what they
 *     need is compiled, and judged. Empty for the outputs of the graph
 */
public record CompileOptions(
    boolean vector, long foldedBytes, long valueBytes, List<String> inputs, List<String> outputs) {

  private static final CompileOptions DEFAULTS =
      new CompileOptions(true, 64L << 20, Runtime.getRuntime().maxMemory() / 4);

  /** Copies the lists and checks the range. */
  public CompileOptions {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (foldedBytes < 0 || valueBytes < 0) {
      throw new IllegalArgumentException(
          "limits must not be negative: " + foldedBytes + ", " + valueBytes);
    }
  }

  /** Options for a whole graph. */
  public CompileOptions(boolean vector, long foldedBytes, long valueBytes) {
    this(vector, foldedBytes, valueBytes, List.of(), List.of());
  }

  /**
   * The Vector API, up to 64 MiB of folded constants, and values of up to a quarter of the heap.
   */
  public static CompileOptions defaults() {
    return DEFAULTS;
  }

  /** These options with another {@link #vector}. */
  public CompileOptions withVector(boolean newVector) {
    return new CompileOptions(newVector, foldedBytes, valueBytes, inputs, outputs);
  }

  /** These options with another {@link #foldedBytes}. */
  public CompileOptions withFoldedBytes(long newFoldedBytes) {
    return new CompileOptions(vector, newFoldedBytes, valueBytes, inputs, outputs);
  }

  /** These options with another {@link #valueBytes}. */
  public CompileOptions withValueBytes(long newValueBytes) {
    return new CompileOptions(vector, foldedBytes, newValueBytes, inputs, outputs);
  }

  /** These options for a part of the graph that starts from these {@link #inputs}. */
  public CompileOptions withInputs(String... names) {
    return new CompileOptions(vector, foldedBytes, valueBytes, List.of(names), outputs);
  }

  /** These options for what these {@link #outputs} need. */
  public CompileOptions withOutputs(String... names) {
    return new CompileOptions(vector, foldedBytes, valueBytes, inputs, List.of(names));
  }
}
