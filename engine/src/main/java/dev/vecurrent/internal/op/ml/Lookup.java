package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
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

  /** The work of looking so many keys up; unstated for texts. */
  long work(long elements) {
    return Keys.work(keys.type(), elements);
  }

  void run(Tensor x, Tensor out, Watch watch) {
    out.resizeLike(x);
    Object from = values.storage();
    Object to = out.storage();
    for (int first = 0, end; first < x.size(); first = end) {
      end = keys.piece(watch, x, first);
      for (int i = first; i < end; i++) {
        System.arraycopy(from, keys.find(x, i), to, i, 1);
      }
    }
  }
}
