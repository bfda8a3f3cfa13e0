package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.pack.Alignment;
import java.lang.foreign.MemorySegment;

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

  /**
   * A copy of a packed matrix on boundaries of cache lines; {@code null} where that does not pay,
   * or there is no memory for it.
   */
  public @Nullable MemorySegment aligned(float[] matrix) {
    Budget budget = bounds.budget();
    if (!Alignment.pays(matrix) || !budget.allows(0, 4L * matrix.length)) {
      return null;
    }
    MemorySegment copy = kernels.aligned(matrix);
    if (copy != null) {
      budget.take("an aligned copy", copy.byteSize());
    }
    return copy;
  }
}
