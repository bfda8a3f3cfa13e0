package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;

/**
 * An operator whose FLOAT32 output is made piece by piece, and that can run element-wise operators
 * on each piece while that is in the caches. The bits are those of the operators one by one.
 */
public interface EpilogueHost extends Operator {

  /** This operator followed by a chain; it has none yet. */
  EpilogueHost withEpilogue(Epilogue chain);

  /**
   * This operator followed by an addition, before any chain.
   *
   * @param bias what is added to each row of the output, as it broadcasts
   * @param inputs what is known of the inputs of this operator
   * @return {@code null} where it cannot be taken in
   */
  default @Nullable EpilogueHost withBias(Tensor bias, @Nullable Fact[] inputs) {
    return null;
  }
}
