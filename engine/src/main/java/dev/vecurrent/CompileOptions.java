package dev.vecurrent;

/**
 * How a model is compiled.
 *
 * @param vector whether to use the Vector API where it is available; results have the same bits
 *     either way
 * @param foldedBytes the most bytes that constant folding may add to the model's constants
 */
public record CompileOptions(boolean vector, long foldedBytes) {

  private static final CompileOptions DEFAULTS = new CompileOptions(true, 64L << 20);

  /** Checks the range. */
  public CompileOptions {
    if (foldedBytes < 0) {
      throw new IllegalArgumentException("foldedBytes is negative: " + foldedBytes);
    }
  }

  /** The Vector API, and up to 64 MiB of folded constants. */
  public static CompileOptions defaults() {
    return DEFAULTS;
  }

  /** These options with another {@link #vector}. */
  public CompileOptions withVector(boolean newVector) {
    return new CompileOptions(newVector, foldedBytes);
  }

  /** These options with another {@link #foldedBytes}. */
  public CompileOptions withFoldedBytes(long newFoldedBytes) {
    return new CompileOptions(vector, newFoldedBytes);
  }
}
