package dev.vecurrent.internal.op.base;

import java.util.Arrays;

/**
 * A walk over the rows of several strided operands at once, in index order.
 *
 * <p>Axis {@code i} of operand {@code o} of {@code k} has its stride, in elements, at {@code
 * strides[i * k + o]}; a stride of 0 repeats. The state is in arrays of a {@link Workspace}, so
 * that a walk allocates nothing.
 */
public final class Walk {

  /** The largest number of axes: those of a tiled tensor, each once for the tile. */
  public static final int MOST_AXES = 16;

  private Walk() {}

  /**
   * Drops axes of 1 and joins neighbours that are one run in every operand. No dimension may be 0.
   *
   * @return the number of axes left, at least 1
   */
  public static int coalesce(int[] dims, int axes, int[] strides, int operands) {
    int last = -1;
    for (int axis = 0; axis < axes; axis++) {
      if (dims[axis] == 1) {
        continue;
      }
      if (last >= 0 && joins(dims[axis], strides, last * operands, axis * operands, operands)) {
        dims[last] *= dims[axis];
      } else {
        last++;
        dims[last] = dims[axis];
      }
      System.arraycopy(strides, axis * operands, strides, last * operands, operands);
    }
    if (last < 0) {
      dims[0] = 1;
      Arrays.fill(strides, 0, operands, 0);
      return 1;
    }
    return last + 1;
  }

  private static boolean joins(int dim, int[] strides, int outerAt, int innerAt, int operands) {
    for (int operand = 0; operand < operands; operand++) {
      if (strides[outerAt + operand] != strides[innerAt + operand] * dim) {
        return false;
      }
    }
    return true;
  }

  /**
   * Moves to the next row: all axes but the last are counted.
   *
   * @param counters zero before the first row
   * @param at the position of each operand, moved
   * @return whether there is another row
   */
  public static boolean next(
      int[] dims, int axes, int[] counters, int[] strides, int[] at, int operands) {
    for (int axis = axes - 2; axis >= 0; axis--) {
      counters[axis]++;
      boolean more = counters[axis] < dims[axis];
      int by = more ? 1 : 1 - dims[axis];
      for (int operand = 0; operand < operands; operand++) {
        at[operand] += strides[axis * operands + operand] * by;
      }
      if (more) {
        return true;
      }
      counters[axis] = 0;
    }
    return false;
  }
}
