package dev.vecurrent.internal.product;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.pack.PackedMatrix;
import dev.vecurrent.internal.pack.StoredTypes;
import dev.vecurrent.tensor.Tensor;

/**
 * How the constants of a model are packed: for which kernels, and within which bounds.
 *
 * @param kernels the float kernels to use
 * @param bounds the memory that compiling may take, and whether it goes on
 * @param stored what constants are in the file
 */
public record Packing(Kernels kernels, Bounds bounds, StoredTypes stored) {

  private static final float[] NO_FLOATS = {};
  private static final short[] NO_SHORTS = {};

  /** Packs without limits. */
  public static Packing unlimited(Kernels kernels) {
    return within(kernels, Bounds.none());
  }

  /** Packs what comes with the calls of a session. */
  public static Packing within(Kernels kernels, Bounds bounds) {
    return new Packing(kernels, bounds, new StoredTypes());
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

  /**
   * A product with a constant matrix, packed as {@link GatePacker#matrix} does.
   *
   * @param weights where its elements are from
   * @param from the elements by gate, unit and depth
   * @param depth rows (K)
   */
  public MatrixProduct product(
      Tensor weights, float[] from, int fromAt, int gates, int units, int depth) {
    GatePacker packer = kernels.packer();
    FloatPanels matrix = empty(weights);
    float[] to = matrix.reshape(depth, packer.panels(gates, units), bounds);
    packer.matrix(from, fromAt, gates, units, depth, to, bounds.watch());
    return settled(matrix);
  }

  /** A matrix for elements of a constant, to be packed and {@link #settled}. */
  public FloatPanels empty(Tensor weights) {
    FloatPanels matrix = new FloatPanels(kernels.lanes());
    matrix.storedAs(stored.of(weights));
    return matrix;
  }

  /**
   * A product with a matrix that will not be packed again, in the format that suits it best. The
   * matrix is not for use beside it.
   */
  public MatrixProduct settled(FloatPanels matrix) {
    PackedMatrix narrowed = matrix.narrowed(bounds);
    if (kernels.isVector()) {
      matrix.align(bounds);
    }
    return new MatrixProduct(kernels, narrowed);
  }
}
