package dev.vecurrent.internal.op.signal;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.tensor.ElementType;

/** The attribute {@code output_datatype} of windows and of MelWeightMatrix. */
final class OutputType {

  private OutputType() {}

  static ElementType read(NodeReader reader) {
    long number = reader.integer("output_datatype", ElementType.FLOAT32.onnxNumber());
    ElementType type = ElementType.FLOAT32;
    try {
      type = ElementType.ofOnnx((int) Math.clamp(number, 0L, Integer.MAX_VALUE));
    } catch (IllegalArgumentException e) {
      reader.refuse("output_datatype", Long.toString(number), String.valueOf(e.getMessage()));
    }
    switch (type) {
      case STRING, BOOL, INT4, UINT4 ->
          reader.refuse("output_datatype", type.toString(), "expected a type of numbers");
      default -> {}
    }
    return type;
  }
}
