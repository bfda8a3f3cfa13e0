package dev.vecurrent.spec;

import dev.vecurrent.internal.Printable;
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
 * @param isTyped whether the file declares a type at all; where it does not, {@code type} says
 *     nothing, and the values of a compiled model have what the nodes make
 * @param isOptional whether it may be absent
 */
public record ValueInfo(
    String name,
    ElementType type,
    Optional<List<Dimension>> shape,
    boolean isSequence,
    boolean isTyped,
    boolean isOptional) {

  /** Copies the shape. */
  public ValueInfo {
    shape = shape.isPresent() ? Optional.of(List.copyOf(shape.get())) : shape;
  }

  /** A tensor or sequence. */
  public ValueInfo(
      String name, ElementType type, Optional<List<Dimension>> shape, boolean isSequence) {
    this(name, type, shape, isSequence, true, false);
  }

  /** A value of which only the name is declared. */
  public static ValueInfo untyped(String name) {
    return new ValueInfo(name, ElementType.FLOAT32, Optional.empty(), false, false, false);
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
    if (!isTyped) {
      return Printable.line(name) + ": of any type";
    }
    String tensor = type + (shape.isPresent() ? shape.get().toString() : "[...]");
    String value = isSequence ? "sequence of " + tensor : tensor;
    return Printable.line(name) + ": " + (isOptional ? "optional " + value : value);
  }
}
