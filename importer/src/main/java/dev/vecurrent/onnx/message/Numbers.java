package dev.vecurrent.onnx.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.Arrays;

/** A repeated field of numbers, packed or not, without an object for each. */
public final class Numbers {

  private Numbers() {}

  /** Room for as many more. */
  private static int room(int size, int more) throws IOException {
    long needed = (long) size + more;
    if (needed > Integer.MAX_VALUE - 8) {
      throw new IOException("a list of " + needed + " numbers is too long");
    }
    return (int) needed;
  }

  /** Room for one more and others after it: twice as much. */
  private static int grown(int size) throws IOException {
    return Math.clamp(2L * size, room(size, 1), Integer.MAX_VALUE - 8);
  }

  /**
   * How many integers of variable length stand in packed bytes: each ends with a byte below 128.
   */
  private static int varints(ByteString packed) {
    int count = 0;
    for (int i = 0; i < packed.size(); i++) {
      count += packed.byteAt(i) >= 0 ? 1 : 0;
    }
    return count;
  }

  /** Floats. */
  public static final class Floats {

    private static final float[] EMPTY = {};

    /** An empty list, never added to: many messages have many fields without numbers. */
    static final Floats NONE = new Floats();

    private float[] values = EMPTY;
    private int size;

    /** How many there are. */
    public int size() {
      return size;
    }

    /** One of them. */
    public float get(int index) {
      return values[index];
    }

    /** A list with what a field holds: the list itself, or a new one in place of {@link #NONE}. */
    static Floats with(Floats before, boolean packed, CodedInputStream in) throws IOException {
      Floats list = before == NONE ? new Floats() : before;
      if (packed) {
        list.addPacked(in);
      } else {
        list.add(in);
      }
      return list;
    }

    private void add(CodedInputStream in) throws IOException {
      if (size == values.length) {
        values = Arrays.copyOf(values, grown(size));
      }
      values[size++] = in.readFloat();
    }

    private void addPacked(CodedInputStream in) throws IOException {
      ByteString packed = in.readBytes();
      values = Arrays.copyOf(values, room(size, packed.size() / Float.BYTES));
      CodedInputStream numbers = packed.newCodedInput();
      while (!numbers.isAtEnd()) {
        add(numbers);
      }
    }
  }

  /** Doubles. */
  public static final class Doubles {

    private static final double[] EMPTY = {};

    /** An empty list, never added to: many messages have many fields without numbers. */
    static final Doubles NONE = new Doubles();

    private double[] values = EMPTY;
    private int size;

    /** How many there are. */
    public int size() {
      return size;
    }

    /** One of them. */
    public double get(int index) {
      return values[index];
    }

    /** A list with what a field holds: the list itself, or a new one in place of {@link #NONE}. */
    static Doubles with(Doubles before, boolean packed, CodedInputStream in) throws IOException {
      Doubles list = before == NONE ? new Doubles() : before;
      if (packed) {
        list.addPacked(in);
      } else {
        list.add(in);
      }
      return list;
    }

    private void add(CodedInputStream in) throws IOException {
      if (size == values.length) {
        values = Arrays.copyOf(values, grown(size));
      }
      values[size++] = in.readDouble();
    }

    private void addPacked(CodedInputStream in) throws IOException {
      ByteString packed = in.readBytes();
      values = Arrays.copyOf(values, room(size, packed.size() / Double.BYTES));
      CodedInputStream numbers = packed.newCodedInput();
      while (!numbers.isAtEnd()) {
        add(numbers);
      }
    }
  }

  /** Integers of any width. */
  public static final class Integers {

    private static final long[] EMPTY = {};

    /** An empty list, never added to: many messages have many fields without numbers. */
    static final Integers NONE = new Integers();

    private long[] values = EMPTY;
    private int size;

    static Integers of(long... values) {
      Integers list = new Integers();
      list.values = values.clone();
      list.size = values.length;
      return list;
    }

    /** How many there are. */
    public int size() {
      return size;
    }

    /** One of them. */
    public long get(int index) {
      return values[index];
    }

    /** A list with what a field holds: the list itself, or a new one in place of {@link #NONE}. */
    static Integers with(Integers before, boolean packed, CodedInputStream in) throws IOException {
      Integers list = before == NONE ? new Integers() : before;
      if (packed) {
        list.addPacked(in);
      } else {
        list.add(in);
      }
      return list;
    }

    private void add(CodedInputStream in) throws IOException {
      if (size == values.length) {
        values = Arrays.copyOf(values, grown(size));
      }
      values[size++] = in.readRawVarint64();
    }

    private void addPacked(CodedInputStream in) throws IOException {
      ByteString packed = in.readBytes();
      values = Arrays.copyOf(values, room(size, varints(packed)));
      CodedInputStream numbers = packed.newCodedInput();
      while (!numbers.isAtEnd()) {
        add(numbers);
      }
    }
  }
}
