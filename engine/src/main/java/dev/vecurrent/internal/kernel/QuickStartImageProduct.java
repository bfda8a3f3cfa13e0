package dev.vecurrent.internal.kernel;

/** A product with an image that begins with the scalar twin; see {@link QuickStartKernels}. */
final class QuickStartImageProduct extends ImageProduct {

  /** A multiple of the rows of every register tile. */
  private static final int ROWS = 24;

  private final ImageProduct vector;
  private final ImageProduct scalar;
  private final Turns turns;

  QuickStartImageProduct(ImageProduct vector, ImageProduct scalar, Turns turns) {
    this.vector = vector;
    this.scalar = scalar;
    this.turns = turns;
  }

  @Override
  public void multiply(
      Operands o, float[] image, int[] terms, int depth, int shift, int row, int rows, int panels) {
    if (turns.isDone()) {
      vector.multiply(o, image, terms, depth, shift, row, rows, panels);
      return;
    }
    boolean isProbe = turns.isProbe();
    int some = isProbe ? QuickStartProduct.some(rows, ROWS) : rows;
    long start = turns.now();
    (isProbe ? vector : scalar).multiply(o, image, terms, depth, shift, row, some, panels);
    turns.ran(isProbe, start, (long) some * depth * panels);
    scalar.multiply(o, image, terms, depth, shift, row + some, rows - some, panels);
  }
}
