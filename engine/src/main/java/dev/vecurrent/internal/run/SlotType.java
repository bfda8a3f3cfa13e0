package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;

/**
 * What a value slot holds.
 *
 * @param type the element type
 * @param isSequence whether it is a sequence of tensors
 * @param isOptional whether it may be absent
 */
public record SlotType(ElementType type, boolean isSequence, boolean isOptional) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SlotType slot
        && slot.type == type
        && slot.isSequence == isSequence
        && slot.isOptional == isOptional;
  }

  @Override
  public int hashCode() {
    return 4 * type.hashCode() + (isSequence ? 2 : 0) + (isOptional ? 1 : 0);
  }

  /**
   * An empty value that grows.
   *
   * @param budget what it may have
   */
  Value newValue(Budget budget) {
    long elements = budget.valueBytes() / type.bytes();
    Value value =
        isSequence
            ? TensorSequence.growable(type, elements, budget.values())
            : Tensor.growable(type, budget.values());
    return isOptional ? OptionalValue.absentIn(value) : value;
  }

  /** Bytes of the storage of a value. */
  public static long bytes(Value value) {
    return switch (value) {
      case Tensor tensor -> (long) tensor.capacity() * tensor.type().bytes();
      case TensorSequence sequence -> {
        long bytes = 0;
        for (int i = 0; i < sequence.size(); i++) {
          bytes += bytes(sequence.get(i));
        }
        yield bytes;
      }
      case OptionalValue optional -> bytes(optional.place());
    };
  }
}
