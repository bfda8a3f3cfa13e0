package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.tensor.ElementType;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Functions of two rows of doubles, integers or truth values, given for one element. */
final class OtherRows {

  /** A comparison of two doubles. */
  @FunctionalInterface
  interface DoubleComparison {
    boolean test(double a, double b);
  }

  /** A comparison of two integers. */
  @FunctionalInterface
  interface LongComparison {
    boolean test(long a, long b);
  }

  /** A function of two truth values. */
  @FunctionalInterface
  interface TruthFunction {
    boolean test(boolean a, boolean b);
  }

  private OtherRows() {}

  /** The row function with its operands exchanged. */
  static BinaryRow swapped(BinaryRow row) {
    return (a, aAt, aStep, b, bAt, bStep, out, at, size) ->
        row.apply(b, bAt, bStep, a, aAt, aStep, out, at, size);
  }

  static BinaryRow doubles(DoubleBinaryOperator function) {
    return (a, aAt, aStep, b, bAt, bStep, out, at, size) -> {
      double[] x = (double[]) a;
      double[] y = (double[]) b;
      double[] to = (double[]) out;
      for (int i = 0; i < size; i++) {
        to[at + i] = function.applyAsDouble(x[aAt + i * aStep], y[bAt + i * bStep]);
      }
    };
  }

  static BinaryRow longs(LongBinaryOperator function) {
    return (a, aAt, aStep, b, bAt, bStep, out, at, size) -> {
      long[] x = (long[]) a;
      long[] y = (long[]) b;
      long[] to = (long[]) out;
      for (int i = 0; i < size; i++) {
        to[at + i] = function.applyAsLong(x[aAt + i * aStep], y[bAt + i * bStep]);
      }
    };
  }

  static BinaryRow ints(LongBinaryOperator function) {
    return (a, aAt, aStep, b, bAt, bStep, out, at, size) -> {
      int[] x = (int[]) a;
      int[] y = (int[]) b;
      int[] to = (int[]) out;
      for (int i = 0; i < size; i++) {
        to[at + i] = (int) function.applyAsLong(x[aAt + i * aStep], y[bAt + i * bStep]);
      }
    };
  }

  /** A function of integers of any width; of UINT64, of their 64 bits. */
  static BinaryRow whole(ElementType type, LongBinaryOperator function) {
    return (a, aAt, aStep, b, bAt, bStep, out, at, size) -> {
      for (int i = 0; i < size; i++) {
        long x = Integers.get(type, a, aAt + i * aStep);
        long y = Integers.get(type, b, bAt + i * bStep);
        Integers.set(type, out, at + i, function.applyAsLong(x, y));
      }
    };
  }

  /** A comparison of integers of any width. */
  static BinaryRow compareWhole(ElementType type, LongComparison comparison) {
    // With the highest bit turned, 64 bits without a sign have the order of those with one.
    long turn = type == ElementType.UINT64 ? Long.MIN_VALUE : 0;
    return (a, aAt, aStep, b, bAt, bStep, out, at, size) -> {
      boolean[] to = (boolean[]) out;
      for (int i = 0; i < size; i++) {
        long x = Integers.get(type, a, aAt + i * aStep);
        long y = Integers.get(type, b, bAt + i * bStep);
        to[at + i] = comparison.test(x ^ turn, y ^ turn);
      }
    };
  }

  static BinaryRow compareDoubles(DoubleComparison comparison) {
    return (a, aAt, aStep, b, bAt, bStep, out, at, size) -> {
      double[] x = (double[]) a;
      double[] y = (double[]) b;
      boolean[] to = (boolean[]) out;
      for (int i = 0; i < size; i++) {
        to[at + i] = comparison.test(x[aAt + i * aStep], y[bAt + i * bStep]);
      }
    };
  }

  static BinaryRow compareLongs(LongComparison comparison) {
    return (a, aAt, aStep, b, bAt, bStep, out, at, size) -> {
      long[] x = (long[]) a;
      long[] y = (long[]) b;
      boolean[] to = (boolean[]) out;
      for (int i = 0; i < size; i++) {
        to[at + i] = comparison.test(x[aAt + i * aStep], y[bAt + i * bStep]);
      }
    };
  }

  static BinaryRow compareInts(LongComparison comparison) {
    return (a, aAt, aStep, b, bAt, bStep, out, at, size) -> {
      int[] x = (int[]) a;
      int[] y = (int[]) b;
      boolean[] to = (boolean[]) out;
      for (int i = 0; i < size; i++) {
        to[at + i] = comparison.test(x[aAt + i * aStep], y[bAt + i * bStep]);
      }
    };
  }

  static BinaryRow truths(TruthFunction function) {
    return (a, aAt, aStep, b, bAt, bStep, out, at, size) -> {
      boolean[] x = (boolean[]) a;
      boolean[] y = (boolean[]) b;
      boolean[] to = (boolean[]) out;
      for (int i = 0; i < size; i++) {
        to[at + i] = function.test(x[aAt + i * aStep], y[bAt + i * bStep]);
      }
    };
  }

  static void equalTexts(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    String[] x = (String[]) a;
    String[] y = (String[]) b;
    boolean[] to = (boolean[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = x[aAt + i * aStep].equals(y[bAt + i * bStep]);
    }
  }
}
