package dev.vecurrent.internal.state;

import java.nio.ByteBuffer;

/** Elements of a {@link StateColumn} as bytes, in the order of the buffer. */
final class StateElements {

  private StateElements() {}

  /** Appends the state that begins at an offset. */
  static void write(StateColumn column, int at, ByteBuffer bytes) {
    int size = column.size();
    switch (column.storage()) {
      case float[] floats -> bytes.asFloatBuffer().put(floats, at, size);
      case double[] doubles -> bytes.asDoubleBuffer().put(doubles, at, size);
      case long[] longs -> bytes.asLongBuffer().put(longs, at, size);
      case int[] ints -> bytes.asIntBuffer().put(ints, at, size);
      case short[] shorts -> bytes.asShortBuffer().put(shorts, at, size);
      case byte[] raw -> bytes.slice().put(raw, at, size);
      case boolean[] truths -> {
        for (int i = 0; i < size; i++) {
          bytes.put(bytes.position() + i, (byte) (truths[at + i] ? 1 : 0));
        }
      }
      default -> throw unknown(column);
    }
    bytes.position(bytes.position() + size * column.type().bytes());
  }

  /** Takes the state that begins at an offset. */
  static void read(StateColumn column, int at, ByteBuffer bytes) {
    int size = column.size();
    switch (column.storage()) {
      case float[] floats -> bytes.asFloatBuffer().get(floats, at, size);
      case double[] doubles -> bytes.asDoubleBuffer().get(doubles, at, size);
      case long[] longs -> bytes.asLongBuffer().get(longs, at, size);
      case int[] ints -> bytes.asIntBuffer().get(ints, at, size);
      case short[] shorts -> bytes.asShortBuffer().get(shorts, at, size);
      case byte[] raw -> bytes.slice().get(raw, at, size);
      case boolean[] truths -> {
        for (int i = 0; i < size; i++) {
          truths[at + i] = bytes.get(bytes.position() + i) != 0;
        }
      }
      default -> throw unknown(column);
    }
    bytes.position(bytes.position() + size * column.type().bytes());
  }

  private static IllegalStateException unknown(StateColumn column) {
    return new IllegalStateException("state " + column.name() + " is " + column.type());
  }
}
