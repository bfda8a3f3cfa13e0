package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.Types;

/** Functions of two truth values, and of the bits of two integers, made when a node asks. */
final class LogicFunctions {

  private LogicFunctions() {}

  static BinaryFunction and() {
    return new BinaryFunction.Typed(Types.BOOL_ONLY, true) {
      @Override
      boolean test(boolean a, boolean b) {
        return a && b;
      }
    };
  }

  static BinaryFunction or() {
    return new BinaryFunction.Typed(Types.BOOL_ONLY, true) {
      @Override
      boolean test(boolean a, boolean b) {
        return a || b;
      }
    };
  }

  static BinaryFunction xor() {
    return new BinaryFunction.Typed(Types.BOOL_ONLY, true) {
      @Override
      boolean test(boolean a, boolean b) {
        return a ^ b;
      }
    };
  }

  static BinaryFunction bitwiseAnd() {
    return new BinaryFunction.Typed(Types.INTEGERS, false) {
      @Override
      long of(long a, long b) {
        return a & b;
      }
    };
  }

  static BinaryFunction bitwiseOr() {
    return new BinaryFunction.Typed(Types.INTEGERS, false) {
      @Override
      long of(long a, long b) {
        return a | b;
      }
    };
  }

  static BinaryFunction bitwiseXor() {
    return new BinaryFunction.Typed(Types.INTEGERS, false) {
      @Override
      long of(long a, long b) {
        return a ^ b;
      }
    };
  }

  /** Bits moved up; all gone where they are moved by more than there are. */
  static BinaryFunction shiftLeft() {
    return new BinaryFunction.Typed(Types.INTEGERS, false) {
      @Override
      long of(long a, long b) {
        return b < 0 || b > 63 ? 0 : a << b;
      }
    };
  }

  /** Bits moved down, as {@link #shiftLeft}. */
  static BinaryFunction shiftRight() {
    return new BinaryFunction.Typed(Types.INTEGERS, false) {
      @Override
      long of(long a, long b) {
        return b < 0 || b > 63 ? 0 : a >>> b;
      }
    };
  }
}
