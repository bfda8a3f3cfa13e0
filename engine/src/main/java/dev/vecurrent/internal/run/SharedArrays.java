package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.Printable;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Refuses calls whose outputs share an array with each other or with an input: one would overwrite
 * the other. Callers bring the same arrays again and again, so only new ones are looked at.
 */
@SuppressWarnings("ReferenceEquality") // it is about the very same arrays
final class SharedArrays {

  /** So few values are compared pair by pair, which allocates nothing. */
  private static final int FEW = 32;

  private final List<ValueInfo> inputs;
  private final List<ValueInfo> outputs;

  /** Arrays of the last call, inputs first. */
  private final @Nullable Object[] last;

  SharedArrays(List<ValueInfo> inputs, List<ValueInfo> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.last = new Object[inputs.size() + outputs.size()];
  }

  /**
   * Checks a call.
   *
   * @throws IllegalArgumentException naming both values
   */
  void check(@Nullable Value[] in, @Nullable Value[] out) {
    boolean isNew = false;
    for (int i = 0; i < last.length; i++) {
      Object array = array(i < in.length ? in[i] : out[i - in.length]);
      if (array != last[i]) {
        last[i] = array;
        isNew = true;
      }
    }
    if (isNew) {
      compare();
    }
  }

  private void compare() {
    if (last.length > FEW) {
      compareMany();
      return;
    }
    for (int i = inputs.size(); i < last.length; i++) {
      for (int other = 0; other < i; other++) {
        if (last[i] != null && last[i] == last[other]) {
          throw refused(other, i);
        }
      }
    }
  }

  private void compareMany() {
    IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();
    for (int i = 0; i < last.length; i++) {
      Object array = last[i];
      Integer other = array == null ? null : seen.putIfAbsent(array, i);
      if (other != null && i >= inputs.size()) {
        throw refused(other, i);
      }
    }
  }

  private IllegalArgumentException refused(int one, int other) {
    last[other] = null; // to be looked at again
    return new IllegalArgumentException(
        words(one) + " and " + words(other) + " share an array: each output needs one of its own");
  }

  private String words(int i) {
    return Printable.line(
        i < inputs.size()
            ? "input " + inputs.get(i).name()
            : "output " + outputs.get(i - inputs.size()).name());
  }

  /** What two values have in common if one overwrites the other. */
  private static @Nullable Object array(@Nullable Value value) {
    if (value instanceof Tensor tensor) {
      return tensor.capacity() > 0 ? tensor.storage() : tensor;
    }
    return value instanceof OptionalValue optional ? array(optional.place()) : value;
  }
}
