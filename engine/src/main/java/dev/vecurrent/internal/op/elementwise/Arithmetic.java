package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;

/**
 * The ONNX operators of one input and no attributes that are arithmetic or rounding, each a
 * factory.
 */
final class Arithmetic {

  private Arithmetic() {}

  /** Abs of numbers; of the least integer that integer, as in Java. */
  static Operator abs(NodeReader reader) {
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.abs(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return Math.abs(x);
          }

          @Override
          public boolean takesIntegers() {
            return true;
          }

          @Override
          public long of(long x) {
            return Math.abs(x);
          }

          @Override
          public long unsigned(long x) {
            return x;
          }
        });
  }

  static Operator ceil(NodeReader reader) {
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.ceil(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return Math.ceil(x);
          }
        });
  }

  static Operator floor(NodeReader reader) {
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.floor(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return Math.floor(x);
          }
        });
  }

  static Operator neg(NodeReader reader) {
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.neg(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return -x;
          }

          @Override
          public boolean takesIntegers() {
            return true;
          }

          @Override
          public long of(long x) {
            return -x;
          }
        });
  }

  static Operator reciprocal(NodeReader reader) {
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.reciprocal(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return 1 / x;
          }
        });
  }

  /** Rounds halves to even. */
  static Operator round(NodeReader reader) {
    return Unary.read(
        reader,
        11,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.round(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return Math.rint(x);
          }
        });
  }

  /** -1, 0 or 1; NaN stays. */
  static Operator sign(NodeReader reader) {
    return Unary.read(
        reader,
        9,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.sign(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return Math.signum(x);
          }

          @Override
          public boolean takesIntegers() {
            return true;
          }

          @Override
          public long of(long x) {
            return Long.signum(x);
          }

          @Override
          public long unsigned(long x) {
            return x == 0 ? 0 : 1;
          }
        });
  }

  static Operator sqrt(NodeReader reader) {
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.sqrt(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return Math.sqrt(x);
          }
        });
  }
}
