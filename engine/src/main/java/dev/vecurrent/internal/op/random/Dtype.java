package dev.vecurrent.internal.op.random;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.tensor.ElementType;
import java.util.Set;

/** The attribute {@code dtype}: the type of an output. */
final class Dtype {

  /** What real numbers are drawn in. */
  static final Set<ElementType> REALS =
      Set.of(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.FLOAT16, ElementType.BFLOAT16);

  private Dtype() {}

  /** The attribute, or {@code null} where it is not set. */
  static @Nullable ElementType read(NodeReader reader, Set<ElementType> allowed) {
    if (!reader.has("dtype")) {
      return null;
    }
    long number = reader.integer("dtype", 0);
    for (ElementType type : allowed) {
      if (type.onnxNumber() == number) {
        return type;
      }
    }
    String names =
        allowed.stream()
            .map(type -> type.onnxNumber() + " (" + type + ")")
            .sorted()
            .toList()
            .toString();
    reader.refuse("dtype", Long.toString(number), "expected one of " + names);
    return null;
  }

  /** As {@link #read}, with a type for where it is not set. */
  static ElementType read(NodeReader reader, Set<ElementType> allowed, ElementType otherwise) {
    ElementType type = read(reader, allowed);
    return type == null ? otherwise : type;
  }
}
