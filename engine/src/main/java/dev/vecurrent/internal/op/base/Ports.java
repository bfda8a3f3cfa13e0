package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;

/**
 * Inputs and outputs by index, whether the node lists them, leaves them out or stops before them.
 */
public final class Ports {

  private Ports() {}

  public static Fact required(String operator, @Nullable Fact[] facts, int index) {
    Fact fact = optional(facts, index);
    if (fact == null) {
      throw new IllegalArgumentException(operator + ": input " + index + " is required");
    }
    return fact;
  }

  public static @Nullable Fact optional(@Nullable Fact[] facts, int index) {
    return index < facts.length ? facts[index] : null;
  }

  public static Tensor required(String operator, @Nullable Tensor[] tensors, int index) {
    Tensor tensor = optional(tensors, index);
    if (tensor == null) {
      throw new IllegalArgumentException(operator + ": input or output " + index + " is required");
    }
    return tensor;
  }

  public static @Nullable Tensor optional(@Nullable Tensor[] tensors, int index) {
    return index < tensors.length ? tensors[index] : null;
  }
}
