package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** A table from keys to values of any two types, with a default for what is no key. */
final class Lookup {

  private final Keys keys;

  /** The value of each key, then the default. */
  private final Tensor values;

  /**
   * A table.
   *
   * @param values as many as there are keys
   * @param otherwise the default, one element of the values' type
   * @param lastWins whether of equal keys the last is meant, else the first
   */
  Lookup(Tensor keys, Tensor values, Tensor otherwise, boolean lastWins) {
    this.keys = Keys.of(keys, lastWins);
    this.values = Tensor.zeros(values.type(), values.size() + 1);
    System.arraycopy(values.storage(), 0, this.values.storage(), 0, values.size());
    System.arraycopy(otherwise.storage(), 0, this.values.storage(), values.size(), 1);
  }

  ElementType keyType() {
    return keys.type();
  }

  /** What is known of the values of some keys. */
  Fact fact(Fact x) {
    return new Fact(values.type(), x.dims(), null, null);
  }

  void run(Tensor x, Tensor out) {
    out.resizeLike(x);
    Object from = values.storage();
    Object to = out.storage();
    for (int i = 0; i < x.size(); i++) {
      System.arraycopy(from, keys.find(x, i), to, i, 1);
    }
  }
}
