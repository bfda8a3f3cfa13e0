package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.tensor.ElementType;

/** A function of two rows of any type but FLOAT32, element by element. */
final class OtherRows implements BinaryRow {

  private final ElementType type;
  private final BinaryFunction.Typed function;

  OtherRows(ElementType type, BinaryFunction.Typed function) {
    this.type = type;
    this.function = function;
  }

  /** The type of both operands. */
  ElementType type() {
    return type;
  }

  @Override
  public void apply(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    if (function.truth()) {
      test(a, aAt, aStep, b, bAt, bStep, (boolean[]) out, at, size);
    } else {
      compute(a, aAt, aStep, b, bAt, bStep, out, at, size);
    }
  }

  private void compute(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    switch (type) {
      case FLOAT64 ->
          doubles((double[]) a, aAt, aStep, (double[]) b, bAt, bStep, (double[]) out, at, size);
      case INT64 -> longs((long[]) a, aAt, aStep, (long[]) b, bAt, bStep, (long[]) out, at, size);
      case UINT64 ->
          unsigned((long[]) a, aAt, aStep, (long[]) b, bAt, bStep, (long[]) out, at, size);
      case INT32 -> ints((int[]) a, aAt, aStep, (int[]) b, bAt, bStep, (int[]) out, at, size);
      default -> whole(a, aAt, aStep, b, bAt, bStep, out, at, size);
    }
  }

  private void doubles(
      double[] x,
      int xAt,
      int xStep,
      double[] y,
      int yAt,
      int yStep,
      double[] to,
      int at,
      int size) {
    BinaryFunction.Typed function = this.function;
    for (int i = 0; i < size; i++) {
      to[at + i] = function.of(x[xAt + i * xStep], y[yAt + i * yStep]);
    }
  }

  private void longs(
      long[] x, int xAt, int xStep, long[] y, int yAt, int yStep, long[] to, int at, int size) {
    BinaryFunction.Typed function = this.function;
    for (int i = 0; i < size; i++) {
      to[at + i] = function.of(x[xAt + i * xStep], y[yAt + i * yStep]);
    }
  }

  private void unsigned(
      long[] x, int xAt, int xStep, long[] y, int yAt, int yStep, long[] to, int at, int size) {
    BinaryFunction.Typed function = this.function;
    for (int i = 0; i < size; i++) {
      to[at + i] = function.unsigned(x[xAt + i * xStep], y[yAt + i * yStep]);
    }
  }

  private void ints(
      int[] x, int xAt, int xStep, int[] y, int yAt, int yStep, int[] to, int at, int size) {
    BinaryFunction.Typed function = this.function;
    for (int i = 0; i < size; i++) {
      to[at + i] = (int) function.of((long) x[xAt + i * xStep], (long) y[yAt + i * yStep]);
    }
  }

  /** Integers of any width but 64 bits. */
  private void whole(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    BinaryFunction.Typed function = this.function;
    for (int i = 0; i < size; i++) {
      long x = Integers.get(type, a, aAt + i * aStep);
      long y = Integers.get(type, b, bAt + i * bStep);
      Integers.set(type, out, at + i, function.of(x, y));
    }
  }

  private void test(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, boolean[] out, int at, int size) {
    switch (type) {
      case FLOAT64 ->
          testDoubles((double[]) a, aAt, aStep, (double[]) b, bAt, bStep, out, at, size);
      case INT64 -> testLongs((long[]) a, aAt, aStep, (long[]) b, bAt, bStep, out, at, size);
      case INT32 -> testInts((int[]) a, aAt, aStep, (int[]) b, bAt, bStep, out, at, size);
      case BOOL -> testTruths((boolean[]) a, aAt, aStep, (boolean[]) b, bAt, bStep, out, at, size);
      case STRING -> testTexts((String[]) a, aAt, aStep, (String[]) b, bAt, bStep, out, at, size);
      default -> testWhole(a, aAt, aStep, b, bAt, bStep, out, at, size);
    }
  }

  private void testDoubles(
      double[] x,
      int xAt,
      int xStep,
      double[] y,
      int yAt,
      int yStep,
      boolean[] to,
      int at,
      int size) {
    BinaryFunction.Typed function = this.function;
    for (int i = 0; i < size; i++) {
      to[at + i] = function.test(x[xAt + i * xStep], y[yAt + i * yStep]);
    }
  }

  private void testLongs(
      long[] x, int xAt, int xStep, long[] y, int yAt, int yStep, boolean[] to, int at, int size) {
    BinaryFunction.Typed function = this.function;
    for (int i = 0; i < size; i++) {
      to[at + i] = function.test(x[xAt + i * xStep], y[yAt + i * yStep]);
    }
  }

  private void testInts(
      int[] x, int xAt, int xStep, int[] y, int yAt, int yStep, boolean[] to, int at, int size) {
    BinaryFunction.Typed function = this.function;
    for (int i = 0; i < size; i++) {
      to[at + i] = function.test((long) x[xAt + i * xStep], (long) y[yAt + i * yStep]);
    }
  }

  private void testTruths(
      boolean[] x,
      int xAt,
      int xStep,
      boolean[] y,
      int yAt,
      int yStep,
      boolean[] to,
      int at,
      int size) {
    BinaryFunction.Typed function = this.function;
    for (int i = 0; i < size; i++) {
      to[at + i] = function.test(x[xAt + i * xStep], y[yAt + i * yStep]);
    }
  }

  private void testTexts(
      String[] x,
      int xAt,
      int xStep,
      String[] y,
      int yAt,
      int yStep,
      boolean[] to,
      int at,
      int size) {
    BinaryFunction.Typed function = this.function;
    for (int i = 0; i < size; i++) {
      to[at + i] = function.test(x[xAt + i * xStep], y[yAt + i * yStep]);
    }
  }

  /** Integers of any width. */
  private void testWhole(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, boolean[] out, int at, int size) {
    BinaryFunction.Typed function = this.function;
    // With the highest bit turned, 64 bits without a sign have the order of those with one.
    long turn = type == ElementType.UINT64 ? Long.MIN_VALUE : 0;
    for (int i = 0; i < size; i++) {
      long x = Integers.get(type, a, aAt + i * aStep);
      long y = Integers.get(type, b, bAt + i * bStep);
      out[at + i] = function.test(x ^ turn, y ^ turn);
    }
  }
}
