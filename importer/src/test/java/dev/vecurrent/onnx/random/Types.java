package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import java.util.List;

/** Types of a node's outputs. */
final class Types {

  static final List<ElementType> TRUTH = List.of(ElementType.BOOL);
  static final List<ElementType> INDICES = List.of(ElementType.INT64);

  private Types() {}

  /** One output of the type of an input. */
  static List<ElementType> like(Value value) {
    return List.of(value.tensor().type());
  }
}
