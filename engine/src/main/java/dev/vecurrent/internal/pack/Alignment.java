package dev.vecurrent.internal.pack;

/** Which packed matrices are worth a copy on boundaries of cache lines; see decision 12. */
public final class Alignment {

  /** Floats of 1 MiB: what is larger is read from memory that alignment does not help. */
  private static final int MOST_FLOATS = 256 * 1024;

  private Alignment() {}

  /** Whether a matrix that single rows are multiplied with gains from a copy. */
  public static boolean pays(float[] matrix) {
    return matrix.length > 0 && matrix.length <= MOST_FLOATS;
  }
}
