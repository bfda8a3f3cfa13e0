package dev.vecurrent.internal.op.base;

/** What an operator with its attributes bound is, so that passes need not know its name. */
public enum Trait {
  /**
   * Each element of each output comes from the elements in its place alone. Inputs broadcast as
   * NumPy does, and nothing else decides, such as an axis.
   */
  POINTWISE,

  /**
   * A row, along the last axis of the first input, gives a row of the first output by itself. Other
   * inputs are vectors, or the matrix of a product.
   */
  ROW_INDEPENDENT,

  /** The first output is the first input unchanged, but where a run draws random numbers. */
  IDENTITY,

  /**
   * As {@link #IDENTITY}, where type and shape of the first output are those of the first input.
   */
  IDENTITY_IF_SAME_SHAPE,

  /** The elements of the first input in their order, perhaps of another type or shape. */
  KEEPS_ORDER,

  /** All outputs are zero where the first input is. */
  KEEPS_ZEROS,

  /** All outputs are zero where all inputs are. */
  KEEPS_ZEROS_OF_ALL,

  /** All outputs are zero, whatever the inputs are. */
  MAKES_ZEROS
}
