package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.Floats.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import dev.vecurrent.internal.pack.PackedMatrix;

/** The kernels on the Vector API. */
final class VectorKernels extends Kernels {

  static final Kernels INSTANCE = new VectorKernels();

  private VectorKernels() {
    super(LANES);
  }

  @Override
  public String describe() {
    return "vector, " + F32.vectorBitSize() + " bit";
  }

  @Override
  public boolean isVector() {
    return true;
  }

  @Override
  public Product product(PackedMatrix b) {
    return switch (b.format()) {
      case FLOAT32 -> VectorProduct.INSTANCE;
      case BFLOAT16 -> VectorBfloat16Product.INSTANCE;
    };
  }

  @Override
  public ImageProduct imageProduct() {
    return VectorImageProduct.INSTANCE;
  }

  @Override
  public StepEpilogue epilogue(StepKind kind) {
    return new VectorEpilogue(kind);
  }

  @Override
  public RowFunction function(RowKind kind) {
    return new VectorFunction(kind);
  }

  @Override
  public RowFunction elu(float low, float high, float divisor) {
    return new VectorFunction.Elu(low, high, divisor);
  }
}
