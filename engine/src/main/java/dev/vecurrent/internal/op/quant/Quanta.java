package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Elements of small integer types: reading, writing, and what a type can hold. */
final class Quanta {

  /** Types of quanta of 4 to 16 bits. */
  static final Set<ElementType> SMALL =
      Collections.unmodifiableSet(
          EnumSet.of(
              ElementType.INT8,
              ElementType.UINT8,
              ElementType.INT16,
              ElementType.UINT16,
              ElementType.INT4,
              ElementType.UINT4));

  /** What products, convolutions and the like take. */
  static final Set<ElementType> BYTES =
      Collections.unmodifiableSet(EnumSet.of(ElementType.INT8, ElementType.UINT8));

  /** Scales. */
  static final Set<ElementType> SCALES = Collections.singleton(ElementType.FLOAT32);

  private Quanta() {}

  /** The least quantum of a type. */
  static int least(ElementType type) {
    return switch (type) {
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT4 -> -8;
      case UINT8, UINT16, UINT4 -> 0;
      default -> throw new IllegalArgumentException(type + " holds no quanta");
    };
  }

  /** The greatest quantum of a type. */
  static int greatest(ElementType type) {
    return switch (type) {
      case INT8 -> Byte.MAX_VALUE;
      case UINT8 -> 255;
      case INT16 -> Short.MAX_VALUE;
      case UINT16 -> 65_535;
      case INT4 -> 7;
      case UINT4 -> 15;
      default -> throw new IllegalArgumentException(type + " holds no quanta");
    };
  }

  /** One element. */
  static int get(Tensor tensor, int index) {
    return switch (tensor.type()) {
      case INT8, INT4, UINT4 -> tensor.bytes()[index];
      case UINT8 -> tensor.bytes()[index] & 0xff;
      case INT16 -> tensor.shorts()[index];
      case UINT16 -> tensor.shorts()[index] & 0xffff;
      case INT32 -> tensor.ints()[index];
      default -> throw new IllegalArgumentException("expected small integers, found " + tensor);
    };
  }

  /** A zero point; 0 where there is none. */
  static int zero(@Nullable Tensor zeroPoint, int index) {
    return zeroPoint == null ? 0 : get(zeroPoint, index);
  }

  /** Elements of 8 bits minus their zero point. */
  static void minus(Tensor x, int at, int count, int zero, short[] to, int toAt, Watch watch) {
    for (int from = 0, end; from < count; from = end) {
      end = Pieces.end(watch, from, count, 1);
      minus(x, at + from, end - from, zero, to, toAt + from);
    }
  }

  private static void minus(Tensor x, int at, int count, int zero, short[] to, int toAt) {
    byte[] from = x.bytes();
    if (x.type() == ElementType.UINT8) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = (short) ((from[at + i] & 0xff) - zero);
      }
    } else {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = (short) (from[at + i] - zero);
      }
    }
  }

  /** Elements of up to 16 bits as floats, place by place. */
  static void floats(Tensor x, int at, int count, float[] to) {
    switch (x.type()) {
      case UINT8 -> {
        for (int i = at; i < at + count; i++) {
          to[i] = x.bytes()[i] & 0xff;
        }
      }
      case INT16 -> {
        for (int i = at; i < at + count; i++) {
          to[i] = x.shorts()[i];
        }
      }
      case UINT16 -> {
        for (int i = at; i < at + count; i++) {
          to[i] = x.shorts()[i] & 0xffff;
        }
      }
      default -> {
        for (int i = at; i < at + count; i++) {
          to[i] = x.bytes()[i];
        }
      }
    }
  }
}
