package dev.vecurrent.tensor;

/** What a model reads and makes: a {@link Tensor}, or a {@link TensorSequence} where it says so. */
public sealed interface Value permits Tensor, TensorSequence {

  /** The element type; of a sequence, that of each of its tensors. */
  ElementType type();
}
