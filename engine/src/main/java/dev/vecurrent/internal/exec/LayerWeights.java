package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.cell.CellPlan;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** Whether the weights of a layer fit its cell and each other. */
final class LayerWeights {

  private LayerWeights() {}

  /**
   * Checks the shapes of W, R, B and P.
   *
   * @param inputSize features of a step (I), or -1 to take them from W
   * @throws IllegalArgumentException naming the weight, its expected and its actual shape
   */
  static void check(
      CellPlan plan,
      ElementType type,
      int inputSize,
      Tensor w,
      Tensor r,
      @Nullable Tensor b,
      @Nullable Tensor p) {
    int directions = plan.directions();
    int hidden = plan.hiddenSize() > 0 ? plan.hiddenSize() : r.rank() == 3 ? r.dim(2) : 0;
    if (hidden == 0) {
      throw new IllegalArgumentException("R: expected [D, G*H, H] with H of 1 or more, found " + r);
    }
    int features = inputSize >= 0 ? inputSize : w.rank() == 3 ? w.dim(2) : 0;
    int rows = times(plan.gates(), hidden);
    check("W", type, w, directions, rows, features);
    check("R", type, r, directions, rows, hidden);
    if (b != null) {
      check("B", type, b, directions, times(2, rows));
    }
    if (p != null) {
      if (plan.peepholes() == 0) {
        throw new IllegalArgumentException(plan.operator() + " has no peepholes P");
      }
      check("P", type, p, directions, times(plan.peepholes(), hidden));
    }
  }

  private static int times(int factor, int size) {
    long rows = (long) factor * size;
    if (rows > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("R: " + size + " units are too many");
    }
    return (int) rows;
  }

  private static void check(
      String name, ElementType type, Tensor weight, int first, int second, int third) {
    if (weight.type() != type
        || weight.rank() != 3
        || weight.dim(0) != first
        || weight.dim(1) != second
        || weight.dim(2) != third) {
      throw mismatch(name, type, weight, "[" + first + ", " + second + ", " + third + "]");
    }
  }

  private static void check(String name, ElementType type, Tensor weight, int first, int second) {
    if (weight.type() != type
        || weight.rank() != 2
        || weight.dim(0) != first
        || weight.dim(1) != second) {
      throw mismatch(name, type, weight, "[" + first + ", " + second + "]");
    }
  }

  private static IllegalArgumentException mismatch(
      String name, ElementType type, Tensor weight, String expected) {
    return new IllegalArgumentException(
        name + ": expected " + type + expected + ", found " + weight);
  }
}
