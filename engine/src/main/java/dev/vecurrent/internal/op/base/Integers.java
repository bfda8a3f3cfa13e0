package dev.vecurrent.internal.op.base;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * Elements of integer tensors of every width as {@code long}, and back with ONNX's wrap-around.
 * Truth values are 0 and 1. Elements of UINT64 are their 64 bits, so those of 2^63 and more look
 * negative: {@link #compare} and {@link #real} know what they mean.
 */
public final class Integers {

  private static final double TWO_63 = 0x1p63;

  private Integers() {}

  /** An element of a tensor of integers or truth values. */
  public static long get(Tensor tensor, int at) {
    return get(tensor.type(), tensor.storage(), at);
  }

  /** An element of the array that stores a type. */
  public static long get(ElementType type, Object array, int at) {
    return switch (type) {
      case INT64, UINT64 -> ((long[]) array)[at];
      case INT32 -> ((int[]) array)[at];
      case UINT32 -> Integer.toUnsignedLong(((int[]) array)[at]);
      case INT16 -> ((short[]) array)[at];
      case UINT16 -> Short.toUnsignedLong(((short[]) array)[at]);
      case INT8, INT4, UINT4 -> ((byte[]) array)[at];
      case UINT8 -> Byte.toUnsignedLong(((byte[]) array)[at]);
      case BOOL -> ((boolean[]) array)[at] ? 1 : 0;
      default -> throw new IllegalArgumentException("expected integers, found " + type);
    };
  }

  /** Puts the low bits of a number; into a tensor of truth values, whether it is not 0. */
  public static void set(Tensor tensor, int at, long value) {
    set(tensor.type(), tensor.storage(), at, value);
  }

  /** As {@link #set(Tensor, int, long)}, of the array that stores a type. */
  public static void set(ElementType type, Object array, int at, long value) {
    switch (type) {
      case INT64, UINT64 -> ((long[]) array)[at] = value;
      case INT32, UINT32 -> ((int[]) array)[at] = (int) value;
      case INT16, UINT16 -> ((short[]) array)[at] = (short) value;
      case INT8, UINT8 -> ((byte[]) array)[at] = (byte) value;
      case UINT4 -> ((byte[]) array)[at] = (byte) (value & 0xf);
      case INT4 -> ((byte[]) array)[at] = (byte) (((value & 0xf) ^ 8) - 8);
      case BOOL -> ((boolean[]) array)[at] = value != 0;
      default -> throw new IllegalArgumentException("expected integers, found " + type);
    }
  }

  /** Fills a stretch of a tensor of any type but text with one number. */
  public static void fill(Tensor tensor, int from, int to, double value, Workspace workspace) {
    int each = tensor.type().isFloatingPoint() ? 1 : Work.TYPED;
    for (int at = from; at < to; ) {
      int end = workspace.piece(at, to, each);
      fill(tensor, at, end, value);
      at = end;
    }
  }

  private static void fill(Tensor tensor, int from, int to, double value) {
    Object array = tensor.storage();
    if (array instanceof float[] floats) {
      Arrays.fill(floats, from, to, (float) value);
    } else if (array instanceof double[] doubles) {
      Arrays.fill(doubles, from, to, value);
    } else {
      long whole = ofReal(tensor.type(), value);
      for (int i = from; i < to; i++) {
        set(tensor, i, whole);
      }
    }
  }

  /** The order of two elements of a type. */
  public static int compare(ElementType type, long a, long b) {
    return type == ElementType.UINT64 ? Long.compareUnsigned(a, b) : Long.compare(a, b);
  }

  /** The number that an element is, rounded once. */
  public static double real(ElementType type, long element) {
    if (type != ElementType.UINT64 || element >= 0) {
      return (double) element;
    }
    // The lowest bit is kept in the one above it, so that the sum rounds as the number would.
    return 2 * (double) ((element >>> 1) | (element & 1));
  }

  /** As {@link #real}, in FLOAT32. */
  public static float single(ElementType type, long element) {
    if (type != ElementType.UINT64 || element >= 0) {
      return (float) element;
    }
    return 2 * (float) ((element >>> 1) | (element & 1));
  }

  /** A number without its fraction, as an element of a type; out of range as Java narrows. */
  public static long ofReal(ElementType type, double value) {
    if (type == ElementType.UINT64 && value >= TWO_63) {
      return (long) (value - TWO_63) + Long.MIN_VALUE;
    }
    return (long) value;
  }

  /** The least element that a type has. */
  public static long least(ElementType type) {
    return switch (type) {
      case INT64 -> Long.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT8 -> Byte.MIN_VALUE;
      case INT4 -> -8;
      default -> 0;
    };
  }

  /** The greatest element that a type has. */
  public static long most(ElementType type) {
    return switch (type) {
      case INT64 -> Long.MAX_VALUE;
      case UINT64 -> -1;
      case INT32 -> Integer.MAX_VALUE;
      case UINT32 -> 0xffff_ffffL;
      case INT16 -> Short.MAX_VALUE;
      case UINT16 -> 0xffff;
      case INT8 -> Byte.MAX_VALUE;
      case UINT8 -> 0xff;
      case INT4 -> 7;
      case UINT4 -> 15;
      default -> 1;
    };
  }
}
