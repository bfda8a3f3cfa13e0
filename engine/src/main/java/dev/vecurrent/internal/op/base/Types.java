package dev.vecurrent.internal.op.base;

import dev.vecurrent.tensor.ElementType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Sets of element types, and the checks of a fact against them. */
public final class Types {

  /** What real functions compute in. */
  public static final Set<ElementType> REALS = set(ElementType.FLOAT32, ElementType.FLOAT64);

  /** What arithmetic computes in. */
  public static final Set<ElementType> NUMBERS =
      set(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64);

  /** {@link #NUMBERS} and truth values. */
  public static final Set<ElementType> NUMBERS_AND_BOOL =
      set(
          ElementType.FLOAT32,
          ElementType.FLOAT64,
          ElementType.INT32,
          ElementType.INT64,
          ElementType.BOOL);

  /** Integers of 8 to 64 bits, signed and unsigned. */
  public static final Set<ElementType> INTEGERS =
      set(
          ElementType.INT32,
          ElementType.INT64,
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT16,
          ElementType.UINT16,
          ElementType.UINT32,
          ElementType.UINT64);

  /** {@link #REALS} and {@link #INTEGERS}. */
  public static final Set<ElementType> ALL_NUMBERS = union(REALS, INTEGERS);

  /** {@link #ALL_NUMBERS} and truth values. */
  public static final Set<ElementType> ALL_NUMBERS_AND_BOOL =
      union(ALL_NUMBERS, set(ElementType.BOOL));

  /** What indices, axes and shapes are given in. */
  public static final Set<ElementType> INDICES = set(ElementType.INT32, ElementType.INT64);

  /** What shapes are given in where the ONNX text allows no other type. */
  public static final Set<ElementType> INT64_ONLY = set(ElementType.INT64);

  /** Truth values. */
  public static final Set<ElementType> BOOL_ONLY = set(ElementType.BOOL);

  private Types() {}

  /** The type of the fact, which is one of those allowed. */
  public static ElementType require(
      String operator, String input, Fact fact, Set<ElementType> allowed) {
    if (!allowed.contains(fact.type())) {
      throw new IllegalArgumentException(
          operator + ": input " + input + " is " + fact.type() + ", expected one of " + allowed);
    }
    return fact.type();
  }

  /** Refuses a second input of another type than the first. */
  public static void requireSame(String operator, Fact first, Fact other) {
    if (first.type() != other.type()) {
      throw new IllegalArgumentException(
          operator + ": inputs are of different types, " + first.type() + " and " + other.type());
    }
  }

  private static Set<ElementType> union(Set<ElementType> some, Set<ElementType> others) {
    EnumSet<ElementType> all = EnumSet.copyOf(some);
    all.addAll(others);
    return Collections.unmodifiableSet(all);
  }

  private static Set<ElementType> set(ElementType first, ElementType... rest) {
    return Collections.unmodifiableSet(EnumSet.of(first, rest));
  }
}
