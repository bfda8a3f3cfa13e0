package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.tensor.ElementType;
import java.util.Set;

/**
 * What a broadcasting operator computes from two elements. As a row it is the loop of FLOAT32.
 *
 * <p>Each function is a class, not a set of lambdas: the JVM takes longer to link one lambda than
 * to load such a class, and a process waits for that before its first answer. Those who make
 * functions give them as this interface: for a class the JVM would load all functions with the
 * first.
 */
interface BinaryFunction extends BinaryRow, Elements.Combination {

  /** The element types it takes. */
  Set<ElementType> types();

  /** Whether results are truth values, else of the operands' type. */
  boolean truth();

  /** The loop for a type, which is one of those it takes. */
  BinaryRow row(String operator, ElementType type);

  /** A function with a method for each of its types; all but FLOAT32 go by {@link OtherRows}. */
  abstract class Typed implements BinaryFunction {

    private final Set<ElementType> types;
    private final boolean truth;

    /** The row that was asked for last. Threads may make one each: all of a type are equal. */
    private @Nullable OtherRows others;

    /**
     * A function of some types, which has a method for each of them.
     *
     * @param truth whether results are truth values, else of the operands' type
     */
    Typed(Set<ElementType> types, boolean truth) {
      this.types = types;
      this.truth = truth;
    }

    @Override
    public final Set<ElementType> types() {
      return types;
    }

    @Override
    public final boolean truth() {
      return truth;
    }

    @Override
    public final BinaryRow row(String operator, ElementType type) {
      if (!types.contains(type)) {
        throw new IllegalArgumentException(
            operator + ": is defined on " + types + ", found " + type);
      }
      if (type == ElementType.FLOAT32) {
        return this;
      }
      OtherRows row = others;
      if (row == null || row.type() != type) {
        row = new OtherRows(type, this);
        others = row;
      }
      return row;
    }

    /** Of FLOAT32. */
    @Override
    public void apply(
        Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
      throw missing();
    }

    /** Of FLOAT64. */
    double of(double a, double b) {
      throw missing();
    }

    /** Of integers. */
    long of(long a, long b) {
      throw missing();
    }

    /** Of the 64 bits of two UINT64. */
    long unsigned(long a, long b) {
      return of(a, b);
    }

    /** Of FLOAT64, as a truth value. */
    boolean test(double a, double b) {
      throw missing();
    }

    /** Of integers, as a truth value. */
    boolean test(long a, long b) {
      throw missing();
    }

    /** Of truth values. */
    boolean test(boolean a, boolean b) {
      throw missing();
    }

    /** Of texts, as a truth value. */
    boolean test(String a, String b) {
      throw missing();
    }

    /** Whether it has a result where this integer is its second operand. */
    boolean takesSecond(long b) {
      return true;
    }

    private static IllegalStateException missing() {
      return new IllegalStateException("a function lacks what one of its types needs");
    }

    /** The function of the first two, then of that and the next, as far as known before a run. */
    @Override
    public final Element combined(ElementType type, Element[] values) {
      Element result = values[0];
      for (int i = 1; i < values.length; i++) {
        result = combined(type, result, values[i]);
      }
      return result;
    }

    private Element combined(ElementType type, Element a, Element b) {
      if (!(a instanceof Element.Known(long first))
          || !(b instanceof Element.Known(long second))
          || !takesSecond(second)) {
        return Element.unknown();
      }
      if (!truth) {
        return Elements.wrapped(type, Element.of(of(first, second)));
      }
      boolean holds =
          type == ElementType.BOOL ? test(first != 0, second != 0) : test(first, second);
      return Element.of(holds ? 1 : 0);
    }
  }
}
