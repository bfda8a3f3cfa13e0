package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;

/**
 * An attribute with one integer for each spatial axis, or two of them as in {@code pads}.
 *
 * @param values as the node has them; {@code null} for the default everywhere
 * @param otherwise the default
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never written again
record Spatial(String name, long @Nullable [] values, int otherwise) {

  /** Reads an attribute whose values are {@code least} or more, which is the default, too. */
  static Spatial read(NodeReader reader, String name, int least) {
    long[] values = reader.integers(name);
    for (int i = 0; values != null && i < values.length; i++) {
      if (values[i] < least || values[i] > Integer.MAX_VALUE) {
        reader.refuse(name, Long.toString(values[i]), "expected " + least + " or more");
      }
    }
    return new Spatial(name, values, least);
  }

  int get(int index) {
    return values == null ? otherwise : (int) values[index];
  }

  /** Refuses another number of values. */
  void requireCount(String operator, int count) {
    if (values != null && values.length != count) {
      throw new IllegalArgumentException(
          operator + ": " + name + " has " + values.length + " values, expected " + count);
    }
  }
}
