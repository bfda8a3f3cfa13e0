package dev.vecurrent.internal.kernel;

/** A function of each float of a row. Stateless and shared by threads. */
public abstract class RowFunction {

  /** For twins, and for what stands in for one. */
  protected RowFunction() {}

  /**
   * Computes {@code to[toAt, toAt + size)} from {@code from[fromAt, fromAt + size)}, any size. Both
   * may be the same places.
   */
  public abstract void apply(float[] from, int fromAt, float[] to, int toAt, int size);
}
