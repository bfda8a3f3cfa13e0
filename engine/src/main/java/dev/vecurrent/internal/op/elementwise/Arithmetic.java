package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.kernel.ElementaryMath;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.ScalarMath;
import java.util.function.DoubleUnaryOperator;

/**
 * The ONNX operators of one input and no attributes: arithmetic, rounding, and elementary
 * functions, each a factory.
 *
 * <p>Exp, Log and Erf of floats are own kernels, Tanh and Sigmoid those of the recurrent layers,
 * Sin, Cos and Tan own kernels in double; the other elementary functions of floats are those of
 * doubles, rounded once: at most 0.51 ulp from the true value. Elementary functions of doubles are
 * {@link StrictMath}'s.
 */
final class Arithmetic {

  private interface FloatFunction {
    float apply(float x);
  }

  private Arithmetic() {}

  /** Abs of numbers; of the least integer that integer, as in Java. */
  static Operator abs(NodeReader reader) {
    return Unary.read(reader, 1, FloatRow.inPlace(FloatLoops::abs), Math::abs, Math::abs, x -> x);
  }

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

  static Operator ceil(NodeReader reader) {
    return Unary.read(reader, 1, FloatRow.inPlace(FloatLoops::ceil), Math::ceil);
  }

  static Operator cos(NodeReader reader) {
    return Unary.slow(reader, 7, each(ElementaryMath::cos), StrictMath::cos);
  }

  static Operator cosh(NodeReader reader) {
    return rounded(reader, 9, StrictMath::cosh);
  }

  static Operator erf(NodeReader reader) {
    return Unary.read(
        reader, 9, FloatRow.of(reader.kernels().function(RowKind.ERF)), ErrorFunction::erf);
  }

  static Operator exp(NodeReader reader) {
    return Unary.read(
        reader, 1, FloatRow.of(reader.kernels().function(RowKind.EXP)), StrictMath::exp);
  }

  static Operator floor(NodeReader reader) {
    return Unary.read(reader, 1, FloatRow.inPlace(FloatLoops::floor), Math::floor);
  }

  static Operator log(NodeReader reader) {
    return Unary.read(
        reader, 1, FloatRow.of(reader.kernels().function(RowKind.LOG)), StrictMath::log);
  }

  static Operator neg(NodeReader reader) {
    return Unary.read(reader, 1, FloatRow.inPlace(FloatLoops::neg), x -> -x, x -> -x, x -> -x);
  }

  static Operator reciprocal(NodeReader reader) {
    return Unary.read(reader, 1, FloatRow.inPlace(FloatLoops::reciprocal), x -> 1 / x);
  }

  /** Rounds halves to even. */
  static Operator round(NodeReader reader) {
    return Unary.read(reader, 11, FloatRow.inPlace(FloatLoops::round), Math::rint);
  }

  static Operator sigmoid(NodeReader reader) {
    return Unary.read(
        reader, 1, FloatRow.of(reader.kernels().function(RowKind.SIGMOID)), ScalarMath::sigmoid);
  }

  /** -1, 0 or 1; NaN stays. */
  static Operator sign(NodeReader reader) {
    return Unary.read(
        reader,
        9,
        FloatRow.inPlace(FloatLoops::sign),
        Math::signum,
        Long::signum,
        x -> x == 0 ? 0 : 1);
  }

  static Operator sin(NodeReader reader) {
    return Unary.slow(reader, 7, each(ElementaryMath::sin), StrictMath::sin);
  }

  static Operator sinh(NodeReader reader) {
    return rounded(reader, 9, StrictMath::sinh);
  }

  static Operator sqrt(NodeReader reader) {
    return Unary.read(reader, 1, FloatRow.inPlace(FloatLoops::sqrt), Math::sqrt);
  }

  static Operator tan(NodeReader reader) {
    return Unary.slow(reader, 7, each(ElementaryMath::tan), StrictMath::tan);
  }

  static Operator tanh(NodeReader reader) {
    return Unary.read(
        reader, 1, FloatRow.of(reader.kernels().function(RowKind.TANH)), StrictMath::tanh);
  }

  private static Operator rounded(NodeReader reader, int since, DoubleUnaryOperator function) {
    return Unary.slow(reader, since, each(x -> (float) function.applyAsDouble(x)), function);
  }

  private static FloatRow each(FloatFunction function) {
    return (x, at, out, outAt, size, _) -> {
      for (int i = 0; i < size; i++) {
        out[outAt + i] = function.apply(x[at + i]);
      }
    };
  }
}
