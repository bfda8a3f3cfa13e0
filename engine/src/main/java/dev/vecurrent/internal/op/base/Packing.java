package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.product.MatrixProduct;
import java.util.function.Consumer;

/**
 * How the constants of a model are packed: for which kernels, and within which bounds.
 *
 * @param kernels the float kernels to use
 * @param bounds the memory that compiling may take, and whether it goes on
 */
public record Packing(Kernels kernels, Bounds bounds) {

  private static final float[] NO_FLOATS = {};
  private static final short[] NO_SHORTS = {};

  /** Packs without limits. */
  public static Packing unlimited(Kernels kernels) {
    return new Packing(kernels, Bounds.none());
  }

  /** An array to pack into. */
  public float[] floats(long size) {
    bounds.watch().spend(size);
    return bounds.budget().floats(NO_FLOATS, size);
  }

  /** As {@link #floats}, for shorts. */
  public short[] shorts(long size) {
    bounds.watch().spend(size);
    return bounds.budget().shorts(NO_SHORTS, size);
  }

  /** Gives an array back that was needed for a while. */
  public void drop(float[] array) {
    bounds.budget().change("nothing", 4L * array.length, 0);
  }

  /** A product with a constant matrix of floats, which {@code packer} is to write. */
  public MatrixProduct product(int depth, int panels, Consumer<float[]> packer) {
    FloatPanels matrix = new FloatPanels(kernels.lanes());
    packer.accept(matrix.reshape(depth, panels, bounds));
    if (kernels.isVector()) {
      matrix.align(bounds);
    }
    return new MatrixProduct(kernels, matrix);
  }
}
