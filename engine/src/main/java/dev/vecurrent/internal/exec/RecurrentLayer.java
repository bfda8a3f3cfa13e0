package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.cell.CellPlan;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * One recurrent layer (one or two directions), compiled: kernels chosen, weights packed where they
 * are constant. Immutable and shared by threads.
 */
public abstract class RecurrentLayer {

  /**
   * Compiles a layer.
   *
   * @param cell its attributes
   * @param form how it meets the values around it
   * @param type FLOAT32 or FLOAT64
   * @param w W, or {@code null} where W, R, B and P are given with each run
   * @param r R, {@code null} together with {@code w}
   * @param b B, or {@code null} for zero
   * @param p P, or {@code null} for none
   * @param packing the float kernels to use, and the memory that packed weights may take
   * @throws IllegalArgumentException if shapes of the weights do not fit; names weight, expected
   *     and actual shape
   */
  public static RecurrentLayer compile(
      Cell cell,
      LayerForm form,
      ElementType type,
      @Nullable Tensor w,
      @Nullable Tensor r,
      @Nullable Tensor b,
      @Nullable Tensor p,
      Packing packing) {
    if (type != ElementType.FLOAT32 && type != ElementType.FLOAT64) {
      throw new IllegalArgumentException(
          cell.operator() + ": expected FLOAT32 or FLOAT64, found " + type);
    }
    CellPlan plan = CellPlan.of(cell);
    if (type == ElementType.FLOAT32) {
      return compile(plan, form, w, r, b, p, packing);
    }
    if (w != null && r != null) {
      LayerWeights.check(plan, type, -1, w, r, b, p);
    }
    return new DoubleLayer(cell, plan, form, w, r, b, p, packing.bounds());
  }

  /** As the other {@code compile}, of a cell that is planned, for floats. */
  public static RecurrentLayer compile(
      CellPlan plan,
      LayerForm form,
      @Nullable Tensor w,
      @Nullable Tensor r,
      @Nullable Tensor b,
      @Nullable Tensor p,
      Packing packing) {
    if (w != null && r != null) {
      LayerWeights.check(plan, ElementType.FLOAT32, -1, w, r, b, p);
    }
    return new FloatLayer(plan, form, w, r, b, p, packing);
  }

  /** Kernels, packing and buffers in words, one line each. */
  public abstract String describe();

  /** Whether there are cell states beside the hidden ones. */
  public abstract boolean hasCellStates();

  /** Bytes of packed weights; 0 where they are not constant. */
  public abstract long packedBytes();

  /** Scratch and state for calls that run in one thread, without limits. */
  public final RecurrentSession newSession() {
    return newSession(Team.ALONE);
  }

  /** Scratch and state for calls that may be split between threads, without limits. */
  public final RecurrentSession newSession(Team team) {
    return newSession(team, Bounds.none());
  }

  /** Scratch and state for calls that may be split between the threads of a team. */
  public abstract RecurrentSession newSession(Team team, Bounds bounds);
}
