package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.elementwise.OtherRows.DoubleComparison;
import dev.vecurrent.internal.op.elementwise.OtherRows.LongComparison;
import dev.vecurrent.internal.op.elementwise.OtherRows.TruthFunction;
import dev.vecurrent.tensor.ElementType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * What a broadcasting operator computes from two elements.
 *
 * @param rows its loop for each element type that it takes
 * @param truth whether results are truth values, else of the operands' type
 * @param followed the function of small integers and truth values (0 and 1) that are known before a
 *     run
 */
record BinaryFunction(Map<ElementType, BinaryRow> rows, boolean truth, Following followed) {

  /** A function of two small integers or truth values that are known before a run. */
  interface Following {
    /** The result, or {@link Element#unknown()} where the run must decide. */
    Element of(long a, long b);
  }

  /** Integers that go through {@code long} one by one. */
  private static final Set<ElementType> OTHER_INTEGERS =
      Set.of(
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT16,
          ElementType.UINT16,
          ElementType.UINT32,
          ElementType.UINT64);

  private static Map<ElementType, BinaryRow> integers(LongBinaryOperator longs) {
    Map<ElementType, BinaryRow> rows = new EnumMap<>(ElementType.class);
    rows.put(ElementType.INT32, OtherRows.ints(longs));
    rows.put(ElementType.INT64, OtherRows.longs(longs));
    OTHER_INTEGERS.forEach(type -> rows.put(type, OtherRows.whole(type, longs)));
    return rows;
  }

  /** Of FLOAT32 and FLOAT64, and of integers. */
  static BinaryFunction ofNumbers(
      BinaryRow floats, DoubleBinaryOperator doubles, LongBinaryOperator longs) {
    Map<ElementType, BinaryRow> rows = integers(longs);
    rows.put(ElementType.FLOAT32, floats);
    rows.put(ElementType.FLOAT64, OtherRows.doubles(doubles));
    return new BinaryFunction(Collections.unmodifiableMap(rows), false, always(longs));
  }

  /** Of integers. */
  static BinaryFunction ofIntegers(LongBinaryOperator longs) {
    return new BinaryFunction(Collections.unmodifiableMap(integers(longs)), false, always(longs));
  }

  /** A comparison of numbers. */
  static BinaryFunction comparison(
      BinaryRow floats, DoubleComparison doubles, LongComparison longs) {
    Map<ElementType, BinaryRow> rows = new EnumMap<>(ElementType.class);
    rows.put(ElementType.FLOAT32, floats);
    rows.put(ElementType.FLOAT64, OtherRows.compareDoubles(doubles));
    rows.put(ElementType.INT32, OtherRows.compareInts(longs));
    rows.put(ElementType.INT64, OtherRows.compareLongs(longs));
    OTHER_INTEGERS.forEach(type -> rows.put(type, OtherRows.compareWhole(type, longs)));
    return new BinaryFunction(
        Collections.unmodifiableMap(rows), true, always((a, b) -> longs.test(a, b) ? 1 : 0));
  }

  /** A function of truth values. */
  static BinaryFunction ofTruths(TruthFunction function) {
    return new BinaryFunction(
        Map.of(ElementType.BOOL, OtherRows.truths(function)),
        true,
        always((a, b) -> function.test(a != 0, b != 0) ? 1 : 0));
  }

  /** This function of truth values, too. */
  BinaryFunction and(TruthFunction function) {
    Map<ElementType, BinaryRow> more = new EnumMap<>(rows);
    more.put(ElementType.BOOL, OtherRows.truths(function));
    return new BinaryFunction(Collections.unmodifiableMap(more), truth, followed);
  }

  /** This function with another one of 64 bits without a sign. */
  BinaryFunction unsigned(LongBinaryOperator function) {
    Map<ElementType, BinaryRow> other = new EnumMap<>(rows);
    other.put(ElementType.UINT64, OtherRows.whole(ElementType.UINT64, function));
    return new BinaryFunction(Collections.unmodifiableMap(other), truth, followed);
  }

  /** This function of text, too. */
  BinaryFunction andTexts(BinaryRow texts) {
    Map<ElementType, BinaryRow> more = new EnumMap<>(rows);
    more.put(ElementType.STRING, texts);
    return new BinaryFunction(Collections.unmodifiableMap(more), truth, followed);
  }

  /** This function with one that knows when the run must decide. */
  BinaryFunction following(Following function) {
    return new BinaryFunction(rows, truth, function);
  }

  /** This function of floating point numbers only. */
  BinaryFunction ofRealsOnly() {
    Map<ElementType, BinaryRow> fewer = new EnumMap<>(rows);
    fewer.keySet().retainAll(Types.REALS);
    return new BinaryFunction(Collections.unmodifiableMap(fewer), truth, followed);
  }

  /** The element types it takes. */
  Set<ElementType> types() {
    return rows.keySet();
  }

  /** The loop for a type, which is one of those it takes. */
  BinaryRow row(String operator, ElementType type) {
    BinaryRow row = rows.get(type);
    if (row == null) {
      throw new IllegalArgumentException(
          operator + ": is defined on " + types() + ", found " + type);
    }
    return row;
  }

  private static Following always(LongBinaryOperator longs) {
    return (a, b) -> Element.of(longs.applyAsLong(a, b));
  }

  /** What is known of the result of two elements, as a type keeps it. */
  Element follow(ElementType type, Element a, Element b) {
    return a instanceof Element.Known(long first) && b instanceof Element.Known(long second)
        ? Elements.wrapped(type, followed.of(first, second))
        : Element.unknown();
  }
}
