package dev.vecurrent.testing;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/** Equality of bits: -0 and 0 differ. */
public final class Bits {

  private Bits() {}

  /** Whether two tensors have the same shape and bits, or both are absent. */
  public static boolean same(@Nullable Tensor one, @Nullable Tensor other) {
    if (one == null || other == null) {
      return one == other;
    }
    return one.type() == other.type() && one.sameShape(other) && same(one, 0, other, 0, one.size());
  }

  /** Whether {@code size} elements from two places have the same bits. */
  public static boolean same(Tensor one, int oneAt, Tensor other, int otherAt, int size) {
    if (one.type() == ElementType.FLOAT64) {
      return Arrays.equals(
          one.doubles(), oneAt, oneAt + size, other.doubles(), otherAt, otherAt + size);
    }
    return Arrays.equals(
        one.floats(), oneAt, oneAt + size, other.floats(), otherAt, otherAt + size);
  }
}
