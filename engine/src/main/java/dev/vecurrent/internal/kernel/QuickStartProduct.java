package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.pack.PackedMatrix;

/** A product that begins with the scalar twin; see {@link QuickStartKernels}. */
final class QuickStartProduct extends Product {

  /** A multiple of the rows of every register tile. */
  private static final int ROWS = 24;

  /** A multiple of the panels of every register tile. */
  private static final int PANELS = 4;

  private final Product vector;
  private final Product scalar;
  private final HandOver.Turns oneRow;
  private final HandOver.Turns alignedRow;
  private final HandOver.Turns twoRows;
  private final HandOver.Turns manyRows;

  QuickStartProduct(
      Product vector,
      Product scalar,
      HandOver.Turns oneRow,
      HandOver.Turns alignedRow,
      HandOver.Turns twoRows,
      HandOver.Turns manyRows) {
    this.vector = vector;
    this.scalar = scalar;
    this.oneRow = oneRow;
    this.alignedRow = alignedRow;
    this.twoRows = twoRows;
    this.manyRows = manyRows;
  }

  @Override
  public void multiply(
      Operands o, PackedMatrix b, int bPanel, int row, int rows, int panel, int panels) {
    HandOver.Turns turns = rows == 1 ? single(b, panels) : rows == 2 ? twoRows : manyRows;
    if (turns.isDone()) {
      vector.multiply(o, b, bPanel, row, rows, panel, panels);
      return;
    }
    // From a copy, a product of no terms, neither twin's speed can be told.
    boolean tells = b.depth() > 0;
    boolean isProbe = tells && turns.isProbe();
    // The rest of a large product is left to the scalar twin: one interpreted may take seconds.
    int someRows = isProbe ? some(rows, ROWS) : rows;
    int somePanels = isProbe ? some(panels, PANELS) : panels;
    long start = turns.now();
    (isProbe ? vector : scalar).multiply(o, b, bPanel, row, someRows, panel, somePanels);
    if (tells) {
      turns.ran(isProbe, start, (long) someRows * b.depth() * somePanels);
    }
    scalar.multiply(o, b, bPanel, row, someRows, panel + somePanels, panels - somePanels);
    scalar.multiply(o, b, bPanel, row + someRows, rows - someRows, panel, panels);
  }

  private HandOver.Turns single(PackedMatrix b, int panels) {
    return panels >= PANELS && b.isAligned() ? alignedRow : oneRow;
  }

  /** At most two groups of a number of things and what is left over: they meet the same tiles. */
  static int some(int all, int group) {
    return all < 2 * group ? all : group + all % group;
  }

  /** A product with an image that begins with the scalar twin; see {@link QuickStartKernels}. */
  static final class OfImage extends ImageProduct {

    /** A multiple of the rows of every register tile. */
    private static final int ROWS = 24;

    private final ImageProduct vector;
    private final ImageProduct scalar;
    private final HandOver.Turns turns;

    OfImage(ImageProduct vector, ImageProduct scalar, HandOver.Turns turns) {
      this.vector = vector;
      this.scalar = scalar;
      this.turns = turns;
    }

    @Override
    public void multiply(
        Operands o,
        float[] image,
        int[] terms,
        int depth,
        int shift,
        int row,
        int rows,
        int panels) {
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
}
