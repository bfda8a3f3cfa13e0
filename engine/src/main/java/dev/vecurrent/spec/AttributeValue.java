package dev.vecurrent.spec;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;

/** The value of a node's attribute: one record for each ONNX attribute type that is supported. */
public sealed interface AttributeValue {

  /** ONNX {@code INT}. */
  record OfInt(long value) implements AttributeValue {}

  /** ONNX {@code FLOAT}. */
  record OfFloat(float value) implements AttributeValue {}

  /** ONNX {@code STRING}. */
  record OfString(String value) implements AttributeValue {}

  /** ONNX {@code TENSOR}. */
  record OfTensor(Tensor value) implements AttributeValue {}

  /**
   * ONNX {@code TYPE_PROTO}, of a tensor or a sequence of tensors; shapes say nothing more.
   *
   * @param type the element type
   * @param isSequence whether it is a sequence
   */
  record OfType(ElementType type, boolean isSequence) implements AttributeValue {}

  /** ONNX {@code INTS}. */
  record OfInts(List<Long> value) implements AttributeValue {
    /** Copies the list. */
    public OfInts {
      value = List.copyOf(value);
    }
  }

  /** ONNX {@code FLOATS}. */
  record OfFloats(List<Float> value) implements AttributeValue {
    /** Copies the list. */
    public OfFloats {
      value = List.copyOf(value);
    }
  }

  /** ONNX {@code STRINGS}. */
  record OfStrings(List<String> value) implements AttributeValue {
    /** Copies the list. */
    public OfStrings {
      value = List.copyOf(value);
    }
  }
}
