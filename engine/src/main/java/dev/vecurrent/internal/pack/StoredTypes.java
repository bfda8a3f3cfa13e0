package dev.vecurrent.internal.pack;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.IdentityHashMap;

/**
 * The types that constants have in the file of a model, where that is not what they are computed
 * in: 16-bit floats are widened when a graph is bound. One for a compilation.
 */
public final class StoredTypes {

  private final IdentityHashMap<Tensor, ElementType> types = new IdentityHashMap<>();

  /** Notes that a tensor was widened from another type. */
  public void note(Tensor tensor, ElementType type) {
    types.put(tensor, type);
  }

  /** The type of a tensor in the file, as far as it stands there: else its own. */
  public ElementType of(Tensor tensor) {
    return types.getOrDefault(tensor, tensor.type());
  }
}
