package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.tensor.ElementType;
import java.util.Set;

/** Arithmetic of two numbers, made when a node asks: a model has few of these functions. */
final class NumberFunctions {

  private NumberFunctions() {}

  static BinaryFunction add(Set<ElementType> types) {
    return new BinaryFunction.Typed(types, false) {
      @Override
      public void apply(
          Object a,
          int aAt,
          int aStep,
          Object b,
          int bAt,
          int bStep,
          Object out,
          int at,
          int size) {
        FloatRows.add(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      double of(double a, double b) {
        return a + b;
      }

      @Override
      long of(long a, long b) {
        return a + b;
      }
    };
  }

  static BinaryFunction sub() {
    return new BinaryFunction.Typed(Types.ALL_NUMBERS, false) {
      @Override
      public void apply(
          Object a,
          int aAt,
          int aStep,
          Object b,
          int bAt,
          int bStep,
          Object out,
          int at,
          int size) {
        FloatRows.sub(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      double of(double a, double b) {
        return a - b;
      }

      @Override
      long of(long a, long b) {
        return a - b;
      }
    };
  }

  static BinaryFunction mul() {
    return new BinaryFunction.Typed(Types.ALL_NUMBERS, false) {
      @Override
      public void apply(
          Object a,
          int aAt,
          int aStep,
          Object b,
          int bAt,
          int bStep,
          Object out,
          int at,
          int size) {
        FloatRows.mul(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      double of(double a, double b) {
        return a * b;
      }

      @Override
      long of(long a, long b) {
        return a * b;
      }
    };
  }

  /** Of integers truncated; by an integer 0 refused. */
  static BinaryFunction div() {
    return new BinaryFunction.Typed(Types.ALL_NUMBERS, false) {
      @Override
      public void apply(
          Object a,
          int aAt,
          int aStep,
          Object b,
          int bAt,
          int bStep,
          Object out,
          int at,
          int size) {
        FloatRows.div(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      double of(double a, double b) {
        return a / b;
      }

      @Override
      long of(long a, long b) {
        return a / divisor(b, "Div: integer division by zero");
      }

      @Override
      long unsigned(long a, long b) {
        return Long.divideUnsigned(a, divisor(b, "Div: integer division by zero"));
      }

      @Override
      boolean takesSecond(long b) {
        return b != 0;
      }
    };
  }

  /** NaN where either is; -0 is less than 0. */
  static BinaryFunction max(Set<ElementType> types) {
    return new BinaryFunction.Typed(types, false) {
      @Override
      public void apply(
          Object a,
          int aAt,
          int aStep,
          Object b,
          int bAt,
          int bStep,
          Object out,
          int at,
          int size) {
        FloatRows.max(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      double of(double a, double b) {
        return Math.max(a, b);
      }

      @Override
      long of(long a, long b) {
        return Math.max(a, b);
      }

      @Override
      long unsigned(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? b : a;
      }
    };
  }

  /** As {@link #max}. */
  static BinaryFunction min(Set<ElementType> types) {
    return new BinaryFunction.Typed(types, false) {
      @Override
      public void apply(
          Object a,
          int aAt,
          int aStep,
          Object b,
          int bAt,
          int bStep,
          Object out,
          int at,
          int size) {
        FloatRows.min(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      double of(double a, double b) {
        return Math.min(a, b);
      }

      @Override
      long of(long a, long b) {
        return Math.min(a, b);
      }

      @Override
      long unsigned(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
      }
    };
  }

  /** The remainder with the sign of the divisor; by 0 refused. */
  static BinaryFunction mod() {
    return new BinaryFunction.Typed(Types.INTEGERS, false) {
      @Override
      long of(long a, long b) {
        return Math.floorMod(a, remaindersBy(b));
      }

      @Override
      long unsigned(long a, long b) {
        return Long.remainderUnsigned(a, remaindersBy(b));
      }

      @Override
      boolean takesSecond(long b) {
        return b != 0;
      }
    };
  }

  /** The remainder with the sign of the dividend; by an integer 0 refused. */
  static BinaryFunction fmod() {
    return new BinaryFunction.Typed(Types.ALL_NUMBERS, false) {
      @Override
      public void apply(
          Object a,
          int aAt,
          int aStep,
          Object b,
          int bAt,
          int bStep,
          Object out,
          int at,
          int size) {
        FloatRows.fmod(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      double of(double a, double b) {
        return a % b;
      }

      @Override
      long of(long a, long b) {
        return a % remaindersBy(b);
      }

      @Override
      long unsigned(long a, long b) {
        return Long.remainderUnsigned(a, remaindersBy(b));
      }

      @Override
      boolean takesSecond(long b) {
        return b != 0;
      }
    };
  }

  /** The first, times the second where it is below 0. */
  static BinaryFunction slope(Set<ElementType> types) {
    return new BinaryFunction.Typed(types, false) {
      @Override
      public void apply(
          Object a,
          int aAt,
          int aStep,
          Object b,
          int bAt,
          int bStep,
          Object out,
          int at,
          int size) {
        FloatRows.slope(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      double of(double a, double b) {
        return Math.max(a, 0) + b * Math.min(a, 0);
      }

      @Override
      long of(long a, long b) {
        return a < 0 ? a * b : a;
      }

      @Override
      long unsigned(long a, long b) {
        return a;
      }
    };
  }

  private static long remaindersBy(long b) {
    return divisor(b, "Mod: integer remainder of division by zero");
  }

  private static long divisor(long b, String refusal) {
    if (b == 0) {
      throw new IllegalArgumentException(refusal);
    }
    return b;
  }
}
