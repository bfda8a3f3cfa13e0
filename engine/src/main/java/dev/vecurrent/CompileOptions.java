package dev.vecurrent;

/**
 * How a model is compiled.
 *
 * @param vector whether to use the Vector API where it is available; results have the same bits
 *     either way
 * @param foldedBytes the most bytes that constant folding may add to the model's constants
 * @param valueBytes the most bytes of one value between two nodes in a run; a run that needs more
 *     is refused
 */
public record CompileOptions(boolean vector, long foldedBytes, long valueBytes) {

  private static final CompileOptions DEFAULTS =
      new CompileOptions(true, 64L << 20, Runtime.getRuntime().maxMemory() / 4);

  /** Checks the range. */
  public CompileOptions {
    if (foldedBytes < 0 || valueBytes < 0) {
      throw new IllegalArgumentException(
          "limits must not be negative: " + foldedBytes + ", " + valueBytes);
    }
  }

  /**
   * The Vector API, up to 64 MiB of folded constants, and values of up to a quarter of the heap.
   */
  public static CompileOptions defaults() {
    return DEFAULTS;
  }

  /** These options with another {@link #vector}. */
  public CompileOptions withVector(boolean newVector) {
    return new CompileOptions(newVector, foldedBytes, valueBytes);
  }

  /** These options with another {@link #foldedBytes}. */
  public CompileOptions withFoldedBytes(long newFoldedBytes) {
    return new CompileOptions(vector, newFoldedBytes, valueBytes);
  }

  /** These options with another {@link #valueBytes}. */
  public CompileOptions withValueBytes(long newValueBytes) {
    return new CompileOptions(vector, foldedBytes, newValueBytes);
  }
}
