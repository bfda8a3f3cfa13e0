package dev.vecurrent.internal.op.elementwise;

/** A function of two operands on a row of each; arrays are those that store the element type. */
@FunctionalInterface
public interface BinaryRow {

  /**
   * Computes {@code out[at, at + size)}.
   *
   * <p>Of floats that give floats, an operand of step 1 stands at {@code at}, too.
   *
   * @param aStep 1, or 0 where one element of {@code a} serves the whole row
   * @param bStep as {@code aStep}
   * @param out may be {@code a} or {@code b} at the same places
   */
  void apply(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size);
}
