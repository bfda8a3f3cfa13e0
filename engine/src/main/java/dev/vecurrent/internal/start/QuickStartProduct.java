package dev.vecurrent.internal.start;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.ImageProduct;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.kernel.Product;
import dev.vecurrent.internal.kernel.ProductKind;
import dev.vecurrent.internal.pack.PackedMatrix;
import java.util.Map;
import java.util.Objects;

/** A product that begins with the scalar twin; see {@link QuickStartKernels}. */
final class QuickStartProduct extends Product {

  private final HandOvers process;
  private final Product scalar;

  private final Map<ProductKind, HandOver.Turns> kinds;

  private @Nullable Product vector;

  QuickStartProduct(HandOvers process, Product scalar, Map<ProductKind, HandOver.Turns> kinds) {
    this.process = process;
    this.scalar = scalar;
    this.kinds = kinds;
  }

  @Override
  public void multiply(
      Operands o, PackedMatrix b, int bPanel, int row, int rows, int panel, int panels) {
    HandOver.Turns turns = Objects.requireNonNull(kinds.get(ProductKind.of(b, rows, panels)));
    if (turns.isDone()) {
      vector(b).multiply(o, b, bPanel, row, rows, panel, panels);
      return;
    }
    long start = turns.begin();
    scalar.multiply(o, b, bPanel, row, rows, panel, panels);
    turns.answered(start);
  }

  private Product vector(PackedMatrix b) {
    Product known = vector;
    if (known == null) {
      known = process.vector().product(b);
      vector = known;
    }
    return known;
  }

  /** A product with an image that begins with the scalar twin; see {@link QuickStartKernels}. */
  static final class OfImage extends ImageProduct {

    private final HandOvers process;
    private final ImageProduct scalar;
    private final HandOver.Turns turns;
    private @Nullable ImageProduct vector;

    OfImage(HandOvers process, ImageProduct scalar, HandOver.Turns turns) {
      this.process = process;
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
        vector().multiply(o, image, terms, depth, shift, row, rows, panels);
        return;
      }
      long start = turns.begin();
      scalar.multiply(o, image, terms, depth, shift, row, rows, panels);
      turns.answered(start);
    }

    private ImageProduct vector() {
      ImageProduct known = vector;
      if (known == null) {
        known = process.vector().imageProduct();
        vector = known;
      }
      return known;
    }
  }
}
