package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.kernel.ElementaryMath;
import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.ScalarMath;
import java.util.function.DoubleUnaryOperator;

/**
 * The ONNX operators of one input that are elementary functions, each a factory.
 *
 * <p>Exp, Log and Erf of floats are own kernels, Tanh and Sigmoid those of the recurrent layers,
 * Sin, Cos and Tan own kernels in double; the other elementary functions of floats are those of
 * doubles, rounded once: at most 0.51 ulp from the true value. Elementary functions of doubles are
 * {@link StrictMath}'s.
 */
final class Elementary {

  private Elementary() {}

  static Operator acos(NodeReader reader) {
    return rounded(reader, 7, StrictMath::acos);
  }

  static Operator acosh(NodeReader reader) {
    return rounded(reader, 9, ElementaryMath::acosh);
  }

  static Operator asin(NodeReader reader) {
    return rounded(reader, 7, StrictMath::asin);
  }

  static Operator asinh(NodeReader reader) {
    return rounded(reader, 9, ElementaryMath::asinh);
  }

  static Operator atan(NodeReader reader) {
    return rounded(reader, 7, StrictMath::atan);
  }

  static Operator atanh(NodeReader reader) {
    return rounded(reader, 9, ElementaryMath::atanh);
  }

  static Operator cos(NodeReader reader) {
    return Unary.slow(
        reader,
        7,
        new UnaryFunction.Each() {
          @Override
          float single(float x) {
            return ElementaryMath.cos(x);
          }

          @Override
          public double of(double x) {
            return StrictMath.cos(x);
          }
        });
  }

  static Operator cosh(NodeReader reader) {
    return rounded(reader, 9, StrictMath::cosh);
  }

  static Operator erf(NodeReader reader) {
    RowFunction kernel = reader.kernels().function(RowKind.ERF);
    return Unary.read(
        reader,
        9,
        new UnaryFunction.Kernel(kernel) {
          @Override
          public double of(double x) {
            return ErrorFunction.erf(x);
          }
        });
  }

  static Operator exp(NodeReader reader) {
    RowFunction kernel = reader.kernels().function(RowKind.EXP);
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Kernel(kernel) {
          @Override
          public double of(double x) {
            return StrictMath.exp(x);
          }
        });
  }

  static Operator log(NodeReader reader) {
    RowFunction kernel = reader.kernels().function(RowKind.LOG);
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Kernel(kernel) {
          @Override
          public double of(double x) {
            return StrictMath.log(x);
          }
        });
  }

  static Operator sigmoid(NodeReader reader) {
    RowFunction kernel = reader.kernels().function(RowKind.SIGMOID);
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Kernel(kernel) {
          @Override
          public double of(double x) {
            return ScalarMath.sigmoid(x);
          }
        });
  }

  static Operator sin(NodeReader reader) {
    return Unary.slow(
        reader,
        7,
        new UnaryFunction.Each() {
          @Override
          float single(float x) {
            return ElementaryMath.sin(x);
          }

          @Override
          public double of(double x) {
            return StrictMath.sin(x);
          }
        });
  }

  static Operator sinh(NodeReader reader) {
    return rounded(reader, 9, StrictMath::sinh);
  }

  static Operator tan(NodeReader reader) {
    return Unary.slow(
        reader,
        7,
        new UnaryFunction.Each() {
          @Override
          float single(float x) {
            return ElementaryMath.tan(x);
          }

          @Override
          public double of(double x) {
            return StrictMath.tan(x);
          }
        });
  }

  static Operator tanh(NodeReader reader) {
    RowFunction kernel = reader.kernels().function(RowKind.TANH);
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Kernel(kernel) {
          @Override
          public double of(double x) {
            return StrictMath.tanh(x);
          }
        });
  }

  /** A function that few models have: a lambda is no price for them. */
  private static Operator rounded(NodeReader reader, int since, DoubleUnaryOperator function) {
    return Unary.slow(
        reader,
        since,
        new UnaryFunction.Each() {
          @Override
          public double of(double x) {
            return function.applyAsDouble(x);
          }
        });
  }
}
