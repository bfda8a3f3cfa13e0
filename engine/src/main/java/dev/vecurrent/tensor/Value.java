package dev.vecurrent.tensor;

/**
 * What a model reads and makes: a {@link Tensor}, or where it says so a {@link TensorSequence} or
 * an {@link OptionalValue} of one of the two.
 */
public sealed interface Value permits Tensor, TensorSequence, OptionalValue {

  /** The element type; of a sequence, that of each of its tensors. */
  ElementType type();
}
