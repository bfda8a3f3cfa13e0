package dev.vecurrent;

import java.util.List;

/**
 * How a model is compiled.
 *
 * @param vector whether to use the Vector API where it is available; results have the same bits
 *     either way
 * @param foldedBytes the most bytes that constant folding may add to the model's constants
 * @param compileBytes the most bytes that compiling may add beside the graph's own constants:
 *     packed weights, folded constants and what is needed to make them; a model that needs more is
 *     refused
 * @param valueBytes the most bytes of one value between two nodes in a run; a run that needs more
 *     is refused
 * @param sessionBytes the most bytes that a session may hold: all values and all scratch together;
 *     a run that needs more is refused
 * @param inputs names of the values to start from, in the order of the model's inputs; a value that
 *     nodes make is then not computed, but given. Inputs of the graph that are still needed stay,
 *     behind them. Empty for the inputs of the graph
 * @param outputs names of the values that are wanted, whatever values of the graph; only what they
 *     need is compiled, and judged. Empty for the outputs of the graph
 */
public record CompileOptions(
    boolean vector,
    long foldedBytes,
    long compileBytes,
    long valueBytes,
    long sessionBytes,
    List<String> inputs,
    List<String> outputs) {

  private static final long HALF = Runtime.getRuntime().maxMemory() / 2;

  private static final CompileOptions DEFAULTS =
      new CompileOptions(true, 64L << 20, Runtime.getRuntime().maxMemory() / 4);

  /** Copies the lists and checks the range. */
  public CompileOptions {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    requireNotNegative("foldedBytes", foldedBytes);
    requireNotNegative("compileBytes", compileBytes);
    requireNotNegative("valueBytes", valueBytes);
    requireNotNegative("sessionBytes", sessionBytes);
  }

  private static void requireNotNegative(String limit, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(limit + ": expected 0 or more, found " + value);
    }
  }

  /** Options for a whole graph; compiling and a session may each take half of the heap. */
  public CompileOptions(boolean vector, long foldedBytes, long valueBytes) {
    this(vector, foldedBytes, HALF, valueBytes, HALF, List.of(), List.of());
  }

  /**
   * The Vector API, up to 64 MiB of folded constants, values of up to a quarter of the heap, and
   * half of it for compiling and for each session.
   */
  public static CompileOptions defaults() {
    return DEFAULTS;
  }

  /** These options with another {@link #vector}. */
  public CompileOptions withVector(boolean newVector) {
    return new CompileOptions(
        newVector, foldedBytes, compileBytes, valueBytes, sessionBytes, inputs, outputs);
  }

  /** These options with another {@link #foldedBytes}. */
  public CompileOptions withFoldedBytes(long newFoldedBytes) {
    return new CompileOptions(
        vector, newFoldedBytes, compileBytes, valueBytes, sessionBytes, inputs, outputs);
  }

  /** These options with another {@link #valueBytes}. */
  public CompileOptions withValueBytes(long newValueBytes) {
    return new CompileOptions(
        vector, foldedBytes, compileBytes, newValueBytes, sessionBytes, inputs, outputs);
  }

  /** These options with another {@link #compileBytes}. */
  public CompileOptions withCompileBytes(long newCompileBytes) {
    return new CompileOptions(
        vector, foldedBytes, newCompileBytes, valueBytes, sessionBytes, inputs, outputs);
  }

  /** These options with another {@link #sessionBytes}. */
  public CompileOptions withSessionBytes(long newSessionBytes) {
    return new CompileOptions(
        vector, foldedBytes, compileBytes, valueBytes, newSessionBytes, inputs, outputs);
  }

  /** These options for a part of the graph that starts from these {@link #inputs}. */
  public CompileOptions withInputs(String... names) {
    return new CompileOptions(
        vector, foldedBytes, compileBytes, valueBytes, sessionBytes, List.of(names), outputs);
  }

  /** These options for what these {@link #outputs} need. */
  public CompileOptions withOutputs(String... names) {
    return new CompileOptions(
        vector, foldedBytes, compileBytes, valueBytes, sessionBytes, inputs, List.of(names));
  }
}
