package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;

/** An operator that reads or makes sequences of tensors, or optional values. */
public interface SequenceOperator extends Operator {

  /**
   * Computes the outputs; see {@link Operator#run}.
   *
   * @param outputs growable tensors and sequences of the inferred kinds and types
   */
  void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace);

  /** Whether inputs may be optional values. */
  default boolean takesOptional() {
    return false;
  }

  @Override
  default void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    runValues(inputs, outputs, workspace);
  }
}
