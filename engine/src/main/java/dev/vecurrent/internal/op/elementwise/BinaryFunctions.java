package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.Element;

/**
 * The functions of two elements of ONNX's broadcasting operators, made when a node asks: a model
 * has few of them.
 */
final class BinaryFunctions {

  static BinaryFunction add() {
    return BinaryFunction.ofNumbers(FloatRows::add, Double::sum, Long::sum);
  }

  static BinaryFunction sub() {
    return BinaryFunction.ofNumbers(FloatRows::sub, (a, b) -> a - b, (a, b) -> a - b);
  }

  static BinaryFunction mul() {
    return BinaryFunction.ofNumbers(FloatRows::mul, (a, b) -> a * b, (a, b) -> a * b);
  }

  /** Of integers truncated; by an integer 0 refused. */
  static BinaryFunction div() {
    return BinaryFunction.ofNumbers(FloatRows::div, (a, b) -> a / b, BinaryFunctions::divide)
        .unsigned(BinaryFunctions::divideUnsigned)
        .following((a, b) -> b == 0 ? Element.unknown() : Element.of(a / b));
  }

  /** NaN where either is; -0 is less than 0. */
  static BinaryFunction max() {
    return BinaryFunction.ofNumbers(FloatRows::max, Math::max, Math::max)
        .unsigned((a, b) -> Long.compareUnsigned(a, b) < 0 ? b : a);
  }

  /** As {@link #max}. */
  static BinaryFunction min() {
    return BinaryFunction.ofNumbers(FloatRows::min, Math::min, Math::min)
        .unsigned((a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b);
  }

  /** The remainder with the sign of the divisor; by 0 refused. */
  static BinaryFunction mod() {
    return BinaryFunction.ofIntegers((a, b) -> Math.floorMod(a, divisor(b)))
        .unsigned((a, b) -> Long.remainderUnsigned(a, divisor(b)))
        .following((a, b) -> b == 0 ? Element.unknown() : Element.of(Math.floorMod(a, b)));
  }

  /** The remainder with the sign of the dividend; by an integer 0 refused. */
  static BinaryFunction fmod() {
    return BinaryFunction.ofNumbers(FloatRows::fmod, (a, b) -> a % b, (a, b) -> a % divisor(b))
        .unsigned((a, b) -> Long.remainderUnsigned(a, divisor(b)))
        .following((a, b) -> b == 0 ? Element.unknown() : Element.of(a % b));
  }

  /** The first, times the second where it is below 0. */
  static BinaryFunction slope() {
    return BinaryFunction.ofNumbers(
            FloatRows::slope,
            (a, b) -> Math.max(a, 0) + b * Math.min(a, 0),
            (a, b) -> a < 0 ? a * b : a)
        .unsigned((a, _) -> a);
  }

  static BinaryFunction equal() {
    return BinaryFunction.comparison(FloatRows::equal, (a, b) -> a == b, (a, b) -> a == b)
        .and((a, b) -> a == b)
        .andTexts(OtherRows::equalTexts);
  }

  static BinaryFunction less() {
    return BinaryFunction.comparison(FloatRows::less, (a, b) -> a < b, (a, b) -> a < b);
  }

  static BinaryFunction lessOrEqual() {
    return BinaryFunction.comparison(FloatRows::lessOrEqual, (a, b) -> a <= b, (a, b) -> a <= b);
  }

  static BinaryFunction greater() {
    return BinaryFunction.comparison(
        OtherRows.swapped(FloatRows::less), (a, b) -> a > b, (a, b) -> a > b);
  }

  static BinaryFunction greaterOrEqual() {
    return BinaryFunction.comparison(
        OtherRows.swapped(FloatRows::lessOrEqual), (a, b) -> a >= b, (a, b) -> a >= b);
  }

  static BinaryFunction and() {
    return BinaryFunction.ofTruths((a, b) -> a && b);
  }

  static BinaryFunction or() {
    return BinaryFunction.ofTruths((a, b) -> a || b);
  }

  static BinaryFunction xor() {
    return BinaryFunction.ofTruths((a, b) -> a ^ b);
  }

  static BinaryFunction bitwiseAnd() {
    return BinaryFunction.ofIntegers((a, b) -> a & b);
  }

  static BinaryFunction bitwiseOr() {
    return BinaryFunction.ofIntegers((a, b) -> a | b);
  }

  static BinaryFunction bitwiseXor() {
    return BinaryFunction.ofIntegers((a, b) -> a ^ b);
  }

  /** Bits moved up; all gone where they are moved by more than there are. */
  static BinaryFunction shiftLeft() {
    return BinaryFunction.ofIntegers((a, b) -> b < 0 || b > 63 ? 0 : a << b);
  }

  /** Bits moved down, as {@link #shiftLeft}. */
  static BinaryFunction shiftRight() {
    return BinaryFunction.ofIntegers((a, b) -> b < 0 || b > 63 ? 0 : a >>> b);
  }

  private BinaryFunctions() {}

  private static long divide(long a, long b) {
    if (b == 0) {
      throw new IllegalArgumentException("Div: integer division by zero");
    }
    return a / b;
  }

  private static long divideUnsigned(long a, long b) {
    if (b == 0) {
      throw new IllegalArgumentException("Div: integer division by zero");
    }
    return Long.divideUnsigned(a, b);
  }

  private static long divisor(long b) {
    if (b == 0) {
      throw new IllegalArgumentException("Mod: integer remainder of division by zero");
    }
    return b;
  }
}
