package dev.vecurrent.spec;

import dev.vecurrent.tensor.ElementType;
import java.util.List;
import java.util.Optional;

/**
 * The declared name, type and shape of a graph's input or output.
 *
 * @param name unique in the graph
 * @param type element type, as in the file (16-bit floats included)
 * @param shape the dimensions, or empty where not even the rank is declared
 * @param isSequence whether it is a sequence of tensors, of which each has that type and shape
 * @param isOptional whether it may be absent
 */
public record ValueInfo(
    String name,
    ElementType type,
    Optional<List<Dimension>> shape,
    boolean isSequence,
    boolean isOptional) {

  /** Copies the shape. */
  public ValueInfo {
    shape = shape.map(List::copyOf);
  }

  /** A tensor or sequence. */
  public ValueInfo(
      String name, ElementType type, Optional<List<Dimension>> shape, boolean isSequence) {
    this(name, type, shape, isSequence, false);
  }

  /** A tensor. */
  public ValueInfo(String name, ElementType type, Optional<List<Dimension>> shape) {
    this(name, type, shape, false);
  }

  /** A value with a declared shape. */
  public static ValueInfo of(String name, ElementType type, Dimension... shape) {
    return new ValueInfo(name, type, Optional.of(List.of(shape)));
  }

  @Override
  public String toString() {
    String tensor = type + shape.map(Object::toString).orElse("[...]");
    String value = isSequence ? "sequence of " + tensor : tensor;
    return name + ": " + (isOptional ? "optional " + value : value);
  }
}
