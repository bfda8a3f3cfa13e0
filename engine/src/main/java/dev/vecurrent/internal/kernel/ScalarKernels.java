package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.pack.PackedMatrix;

/**
 * The scalar twin: {@link Math#fma} and loops. Also the oracle of {@code VectorKernels}, bit by
 * bit.
 */
final class ScalarKernels extends Kernels {

  static final Kernels INSTANCE = new ScalarKernels(8);

  private final ImageProduct imageProduct;

  private ScalarKernels(int lanes) {
    super(lanes);
    this.imageProduct = new ScalarProduct.OfImage(lanes);
  }

  /** Kernels on the layout of the vector twin, which they can stand in for. */
  static Kernels of(int lanes) {
    return new ScalarKernels(lanes);
  }

  @Override
  public String describe() {
    return "scalar";
  }

  @Override
  public boolean isVector() {
    return false;
  }

  @Override
  public Product product(PackedMatrix b) {
    return switch (b.format()) {
      case FLOAT32 -> ScalarProduct.INSTANCE;
      case BFLOAT16 -> ScalarBfloat16Product.INSTANCE;
    };
  }

  @Override
  public ImageProduct imageProduct() {
    return imageProduct;
  }

  @Override
  public StepEpilogue epilogue(StepKind kind) {
    return new ScalarEpilogue(kind, lanes());
  }

  @Override
  public RowFunction function(RowKind kind) {
    return new ScalarFunction(kind);
  }

  @Override
  public RowFunction elu(float low, float high, float divisor) {
    return new ScalarFunction.Elu(low, high, divisor);
  }
}
