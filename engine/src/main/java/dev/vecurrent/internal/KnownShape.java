package dev.vecurrent.internal;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * The type and shape that a tensor had, or that there was none. Who made ready for them asks
 * whether another tensor has the same.
 */
public final class KnownShape {

  private static final int ABSENT = -1;
  private static final int UNKNOWN = -2;

  private final int[] dims = new int[Tensor.MAX_RANK];
  private int rank = UNKNOWN;
  private @Nullable ElementType type;

  /**
   * Whether a tensor has the noted type and shape; {@code null} if it was noted that there is none.
   */
  public boolean isOf(@Nullable Tensor tensor) {
    if (tensor == null) {
      return rank == ABSENT;
    }
    if (tensor.rank() != rank || tensor.type() != type) {
      return false;
    }
    for (int axis = 0; axis < rank; axis++) {
      if (tensor.dim(axis) != dims[axis]) {
        return false;
      }
    }
    return true;
  }

  /** Notes a tensor's type and shape, or that there is none. */
  public void note(@Nullable Tensor tensor) {
    if (tensor == null) {
      rank = ABSENT;
      return;
    }
    type = tensor.type();
    rank = tensor.rank();
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = tensor.dim(axis);
    }
  }

  /** Notes nothing: no tensor, nor its absence, is known. */
  public void forget() {
    rank = UNKNOWN;
  }

  /** Gives a tensor the noted shape. */
  public void resize(Tensor tensor) {
    tensor.resize(dims, rank);
  }
}
