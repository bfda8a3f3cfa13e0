package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * Numbers to quanta: rounded half to even, saturated, the zero point added. NaN becomes the least
 * quantum.
 */
final class Rounding {

  private Rounding() {}

  /**
   * The quantum of a number that is divided by its scale already.
   *
   * @param from the least quantum minus the zero point
   * @param to the greatest quantum minus the zero point
   */
  static int quantum(float number, int from, int to, int zero) {
    double rounded = Math.rint(number);
    // Written so that NaN fails the first comparison.
    double above = rounded >= from ? rounded : from;
    return (int) Math.min(above, to) + zero;
  }

  /** Numbers in units of 1. */
  static void store(float[] x, int at, int count, float scale, Tensor y, int zero) {
    int from = Quanta.least(y.type()) - zero;
    int to = Quanta.greatest(y.type()) - zero;
    if (isShort(y)) {
      for (int i = at; i < at + count; i++) {
        y.shorts()[i] = (short) quantum(x[i] / scale, from, to, zero);
      }
    } else {
      byte[] out = y.bytes();
      for (int i = at; i < at + count; i++) {
        out[i] = (byte) quantum(x[i] / scale, from, to, zero);
      }
    }
  }

  /** One quantum at its place. */
  static void put(Tensor y, int index, float quotient, int zero) {
    int from = Quanta.least(y.type()) - zero;
    int to = Quanta.greatest(y.type()) - zero;
    int quantum = quantum(quotient, from, to, zero);
    if (isShort(y)) {
      y.shorts()[index] = (short) quantum;
    } else {
      y.bytes()[index] = (byte) quantum;
    }
  }

  private static boolean isShort(Tensor y) {
    return y.type() == ElementType.INT16 || y.type() == ElementType.UINT16;
  }

  /** Exact sums, in units of {@code 1 / scale} quanta of Y, to quanta of 8 bits. */
  static void sums(
      int[] sums, int at, int count, float scale, Tensor y, int yAt, int zero, Watch watch) {
    int from = Quanta.least(y.type()) - zero;
    int to = Quanta.greatest(y.type()) - zero;
    byte[] out = y.bytes();
    for (int first = 0, end; first < count; first = end) {
      end = Pieces.end(watch, first, count, 2);
      for (int i = first; i < end; i++) {
        out[yAt + i] = (byte) quantum(sums[at + i] * scale, from, to, zero);
      }
    }
  }

  /** As above, with a scale for each column. */
  static void sums(
      int[] sums, int at, int count, float[] scales, Tensor y, int yAt, int zero, Watch watch) {
    int from = Quanta.least(y.type()) - zero;
    int to = Quanta.greatest(y.type()) - zero;
    byte[] out = y.bytes();
    for (int first = 0, end; first < count; first = end) {
      end = Pieces.end(watch, first, count, 2);
      for (int i = first; i < end; i++) {
        out[yAt + i] = (byte) quantum(sums[at + i] * scales[i], from, to, zero);
      }
    }
  }
}
