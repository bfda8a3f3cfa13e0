package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.Element;

/** The functions of two elements of ONNX's broadcasting operators. */
final class BinaryFunctions {

  static final BinaryFunction ADD =
      BinaryFunction.ofNumbers(FloatRows::add, Double::sum, Long::sum);

  static final BinaryFunction SUB =
      BinaryFunction.ofNumbers(FloatRows::sub, (a, b) -> a - b, (a, b) -> a - b);

  static final BinaryFunction MUL =
      BinaryFunction.ofNumbers(FloatRows::mul, (a, b) -> a * b, (a, b) -> a * b);

  /** Of integers truncated; by an integer 0 refused. */
  static final BinaryFunction DIV =
      BinaryFunction.ofNumbers(FloatRows::div, (a, b) -> a / b, BinaryFunctions::divide)
          .unsigned(BinaryFunctions::divideUnsigned)
          .following((a, b) -> b == 0 ? Element.unknown() : Element.of(a / b));

  /** NaN where either is; -0 is less than 0. */
  static final BinaryFunction MAX =
      BinaryFunction.ofNumbers(FloatRows::max, Math::max, Math::max)
          .unsigned((a, b) -> Long.compareUnsigned(a, b) < 0 ? b : a);

  /** As {@link #MAX}. */
  static final BinaryFunction MIN =
      BinaryFunction.ofNumbers(FloatRows::min, Math::min, Math::min)
          .unsigned((a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b);

  /** The remainder with the sign of the divisor; by 0 refused. */
  static final BinaryFunction MOD =
      BinaryFunction.ofIntegers((a, b) -> Math.floorMod(a, divisor(b)))
          .unsigned((a, b) -> Long.remainderUnsigned(a, divisor(b)))
          .following((a, b) -> b == 0 ? Element.unknown() : Element.of(Math.floorMod(a, b)));

  /** The remainder with the sign of the dividend; by an integer 0 refused. */
  static final BinaryFunction FMOD =
      BinaryFunction.ofNumbers(FloatRows::fmod, (a, b) -> a % b, (a, b) -> a % divisor(b))
          .unsigned((a, b) -> Long.remainderUnsigned(a, divisor(b)))
          .following((a, b) -> b == 0 ? Element.unknown() : Element.of(a % b));

  /** The first, times the second where it is below 0. */
  static final BinaryFunction SLOPE =
      BinaryFunction.ofNumbers(
              FloatRows::slope,
              (a, b) -> Math.max(a, 0) + b * Math.min(a, 0),
              (a, b) -> a < 0 ? a * b : a)
          .unsigned((a, _) -> a);

  static final BinaryFunction EQUAL =
      BinaryFunction.comparison(FloatRows::equal, (a, b) -> a == b, (a, b) -> a == b)
          .and((a, b) -> a == b)
          .andTexts(OtherRows::equalTexts);

  static final BinaryFunction LESS =
      BinaryFunction.comparison(FloatRows::less, (a, b) -> a < b, (a, b) -> a < b);

  static final BinaryFunction LESS_OR_EQUAL =
      BinaryFunction.comparison(FloatRows::lessOrEqual, (a, b) -> a <= b, (a, b) -> a <= b);

  static final BinaryFunction GREATER =
      BinaryFunction.comparison(
          OtherRows.swapped(FloatRows::less), (a, b) -> a > b, (a, b) -> a > b);

  static final BinaryFunction GREATER_OR_EQUAL =
      BinaryFunction.comparison(
          OtherRows.swapped(FloatRows::lessOrEqual), (a, b) -> a >= b, (a, b) -> a >= b);

  static final BinaryFunction AND = BinaryFunction.ofTruths((a, b) -> a && b);
  static final BinaryFunction OR = BinaryFunction.ofTruths((a, b) -> a || b);
  static final BinaryFunction XOR = BinaryFunction.ofTruths((a, b) -> a ^ b);

  static final BinaryFunction BITWISE_AND = BinaryFunction.ofIntegers((a, b) -> a & b);
  static final BinaryFunction BITWISE_OR = BinaryFunction.ofIntegers((a, b) -> a | b);
  static final BinaryFunction BITWISE_XOR = BinaryFunction.ofIntegers((a, b) -> a ^ b);

  /** Bits moved up; all gone where they are moved by more than there are. */
  static final BinaryFunction SHIFT_LEFT =
      BinaryFunction.ofIntegers((a, b) -> b < 0 || b > 63 ? 0 : a << b);

  /** Bits moved down, as {@link #SHIFT_LEFT}. */
  static final BinaryFunction SHIFT_RIGHT =
      BinaryFunction.ofIntegers((a, b) -> b < 0 || b > 63 ? 0 : a >>> b);

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
