package dev.vecurrent.testing;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.reference.RecurrentOutputs;
import java.util.Arrays;

/**
 * The outputs of one run, {@code null} where not asked for.
 *
 * @param y Y
 * @param yH Y_h
 * @param yC Y_c
 */
public record CaseOutputs(@Nullable Tensor y, @Nullable Tensor yH, @Nullable Tensor yC) {

  /** Growable tensors for the outputs that a case asks for, with room for them, full of NaN. */
  public static CaseOutputs forCase(RecurrentCase one) {
    RecurrentOutputs expected = one.expected();
    return new CaseOutputs(
        one.wantsY() ? stale(one.type(), expected.y()) : null,
        one.wantsYH() ? stale(one.type(), expected.yH()) : null,
        one.wantsYC() ? stale(one.type(), expected.yH()) : null);
  }

  private static Tensor stale(ElementType type, Tensor like) {
    Tensor tensor = Tensor.growable(type);
    tensor.resizeLike(like);
    if (type == ElementType.FLOAT64) {
      Arrays.fill(tensor.doubles(), Double.NaN);
    } else {
      Arrays.fill(tensor.floats(), Float.NaN);
    }
    return tensor;
  }

  /**
   * The largest absolute difference to what a case expects.
   *
   * @throws AssertionError if an output is missing, superfluous or has another shape or type
   */
  public double maxError(RecurrentCase one) {
    RecurrentOutputs expected = one.expected();
    return Math.max(
        error("Y", expected.y(), y, one.wantsY(), one.type()),
        Math.max(
            error("Y_h", expected.yH(), yH, one.wantsYH(), one.type()),
            error("Y_c", expected.yC(), yC, one.wantsYC(), one.type())));
  }

  /** The largest absolute difference to other outputs of the same case. */
  public double maxError(CaseOutputs other) {
    return Math.max(error(y, other.y), Math.max(error(yH, other.yH), error(yC, other.yC)));
  }

  /** Whether both hold the same bits in the same shapes. */
  public boolean sameBits(CaseOutputs other) {
    return Bits.same(y, other.y) && Bits.same(yH, other.yH) && Bits.same(yC, other.yC);
  }

  /** A copy with storage of its own. */
  public CaseOutputs copy() {
    return new CaseOutputs(Tensors.copy(y), Tensors.copy(yH), Tensors.copy(yC));
  }

  /** The outputs of some sequences of a time-major batch. */
  public CaseOutputs sequences(int... sequences) {
    return new CaseOutputs(
        Tensors.take(y, 2, sequences),
        Tensors.take(yH, 1, sequences),
        Tensors.take(yC, 1, sequences));
  }

  private static double error(
      String name,
      @Nullable Tensor expected,
      @Nullable Tensor actual,
      boolean wanted,
      ElementType type) {
    if (!wanted || expected == null) {
      if (actual != null) {
        throw new AssertionError(name + " was not asked for, found " + actual);
      }
      return 0;
    }
    if (actual == null || actual.type() != type || !actual.sameShape(expected)) {
      throw new AssertionError(name + ": expected the shape of " + expected + ", found " + actual);
    }
    return error(expected, actual);
  }

  private static double error(@Nullable Tensor one, @Nullable Tensor other) {
    if (one == null || other == null) {
      if (one != other) {
        throw new AssertionError("only one of " + one + " and " + other);
      }
      return 0;
    }
    if (!one.sameShape(other)) {
      throw new AssertionError("shapes differ: " + one + " and " + other);
    }
    double most = 0;
    for (int at = 0; at < one.size(); at++) {
      double error = Math.abs(value(one, at) - value(other, at));
      most = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(most, error);
    }
    return most;
  }

  private static double value(Tensor tensor, int at) {
    return tensor.type() == ElementType.FLOAT64 ? tensor.doubles()[at] : tensor.floats()[at];
  }
}
