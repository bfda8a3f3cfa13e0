package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.tensor.ElementType;

/** Attributes that are element types. */
final class QuantumType {

  private QuantumType() {}

  /** The type that an attribute gives, or {@code null} for none; others are refused. */
  static @Nullable ElementType read(NodeReader reader, String attribute) {
    long number = reader.integer(attribute, 0);
    if (number == 0) {
      return null;
    }
    try {
      return ElementType.ofOnnx((int) Math.clamp(number, 0L, Integer.MAX_VALUE));
    } catch (IllegalArgumentException e) {
      reader.refuse(
          attribute,
          Long.toString(number),
          e.getMessage() + "; floats of 8 and 4 bits are not, INT8 and UINT8 are");
      return null;
    }
  }
}
