package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.tensor.ElementType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Comparisons of two elements, made when a node asks. */
final class Comparisons {

  private Comparisons() {}

  /** Of numbers, truth values and texts. */
  static BinaryFunction equal() {
    EnumSet<ElementType> types = EnumSet.copyOf(Types.ALL_NUMBERS_AND_BOOL);
    types.add(ElementType.STRING);
    return equal(Collections.unmodifiableSet(types));
  }

  private static BinaryFunction equal(Set<ElementType> types) {
    return new BinaryFunction.Typed(types, true) {
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
        FloatRows.equal(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      boolean test(double a, double b) {
        return a == b;
      }

      @Override
      boolean test(long a, long b) {
        return a == b;
      }

      @Override
      boolean test(boolean a, boolean b) {
        return a == b;
      }

      @Override
      boolean test(String a, String b) {
        return a.equals(b);
      }
    };
  }

  static BinaryFunction less() {
    return new BinaryFunction.Typed(Types.ALL_NUMBERS, true) {
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
        FloatRows.less(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      boolean test(double a, double b) {
        return a < b;
      }

      @Override
      boolean test(long a, long b) {
        return a < b;
      }
    };
  }

  static BinaryFunction lessOrEqual() {
    return new BinaryFunction.Typed(Types.ALL_NUMBERS, true) {
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
        FloatRows.lessOrEqual(a, aAt, aStep, b, bAt, bStep, out, at, size);
      }

      @Override
      boolean test(double a, double b) {
        return a <= b;
      }

      @Override
      boolean test(long a, long b) {
        return a <= b;
      }
    };
  }

  static BinaryFunction greater() {
    return new BinaryFunction.Typed(Types.ALL_NUMBERS, true) {
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
        FloatRows.less(b, bAt, bStep, a, aAt, aStep, out, at, size);
      }

      @Override
      boolean test(double a, double b) {
        return a > b;
      }

      @Override
      boolean test(long a, long b) {
        return a > b;
      }
    };
  }

  static BinaryFunction greaterOrEqual() {
    return new BinaryFunction.Typed(Types.ALL_NUMBERS, true) {
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
        FloatRows.lessOrEqual(b, bAt, bStep, a, aAt, aStep, out, at, size);
      }

      @Override
      boolean test(double a, double b) {
        return a >= b;
      }

      @Override
      boolean test(long a, long b) {
        return a >= b;
      }
    };
  }
}
