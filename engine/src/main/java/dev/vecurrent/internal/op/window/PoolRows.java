package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.elementwise.FloatRows;
import java.util.Arrays;

/**
 * Pools of floats row of the output by row. Of a sum each position of the window is taken into all
 * outputs of the row it reaches, in the order in which {@link Pool} takes them for one output. A
 * maximum is taken first over the rows of the window, whole rows of the input at a time, then along
 * the one row that is left: its order does not matter.
 */
final class PoolRows {

  private PoolRows() {}

  /** A padded row may be as many times as long as the rows that are read and written. */
  private static final int MOST_TIMES_LONGER = 8;

  private static final int SHORT = 1 << 20;

  /** Whether a padded row takes no memory out of proportion: padding is the model's to choose. */
  static boolean fits(Grid grid) {
    return width(grid) <= MOST_TIMES_LONGER * ((long) grid.in[2] + grid.out[2]) + SHORT
        && (grid.kernel[2] - 1L) * grid.dilation[2] <= Integer.MAX_VALUE;
  }

  /** From the first to the last position that a window of a row may meet, padding included. */
  private static long width(Grid grid) {
    long reach = grid.start(2, grid.out[2] - 1) + (grid.kernel[2] - 1L) * grid.dilation[2] + 1;
    return grid.before[2] + Math.max(grid.in[2], reach);
  }

  /** All planes of a pool. */
  static void run(
      Grid grid,
      boolean max,
      boolean countPadding,
      float[] x,
      float[] out,
      int planes,
      Workspace workspace) {
    int width = max ? (int) width(grid) : 0;
    float[] row = workspace.floats(0, width);
    float[] next = workspace.floats(1, width);
    // Both ends, where windows hang over, stay as they are.
    Arrays.fill(row, 0, width, Float.NEGATIVE_INFINITY);
    Arrays.fill(next, 0, width, Float.NEGATIVE_INFINITY);
    for (int plane = 0; plane < planes; plane++) {
      for (int d = 0; d < grid.out[0]; d++) {
        for (int h = 0; h < grid.out[1]; h++) {
          int to = plane * grid.outSize + (d * grid.out[1] + h) * grid.out[2];
          if (max) {
            max(grid, x, plane * grid.inSize, d, h, row, next, out, to, workspace);
          } else {
            sum(grid, x, plane * grid.inSize, d, h, out, to, workspace);
            divide(grid, countPadding, d, h, out, to);
          }
        }
      }
    }
  }

  /** A row of maxima. */
  private static void max(
      Grid grid,
      float[] x,
      int planeAt,
      int d,
      int h,
      float[] row,
      float[] next,
      float[] out,
      int to,
      Workspace workspace) {
    int width = grid.in[2];
    int before = grid.before[2];
    int startD = grid.start(0, d);
    int startH = grid.start(1, h);
    boolean first = true;
    for (int kd = grid.first(0, startD); kd < grid.end(0, startD); kd++) {
      int inD = startD + kd * grid.dilation[0];
      for (int kh = grid.first(1, startH); kh < grid.end(1, startH); kh++) {
        int inH = startH + kh * grid.dilation[1];
        int rowAt = planeAt + (inD * grid.in[1] + inH) * width;
        workspace.spend(2L * width);
        System.arraycopy(x, rowAt, first ? row : next, before, width);
        if (!first) {
          FloatRows.max(row, before, 1, next, before, 1, row, before, width);
        }
        first = false;
      }
    }
    if (first) {
      Arrays.fill(out, to, to + grid.out[2], Float.NEGATIVE_INFINITY);
      return;
    }
    int by = grid.dilation[2];
    int last = (grid.kernel[2] - 1) * by;
    first(row, Math.min(by, last), grid.stride[2], out, to, grid.out[2]);
    workspace.spend(2L * grid.out[2]);
    for (int k = 2; k < grid.kernel[2]; k++) {
      workspace.spend(Work.ROW + grid.out[2]);
      next(row, k * by, grid.stride[2], out, to, grid.out[2]);
    }
  }

  /** What the first two elements of the window meet. */
  private static void first(float[] row, int second, int stride, float[] out, int to, int count) {
    for (int i = 0; i < count; i++) {
      out[to + i] = Math.max(row[i * stride], row[second + i * stride]);
    }
  }

  /** What another element meets. */
  private static void next(float[] row, int at, int stride, float[] out, int to, int count) {
    for (int i = 0; i < count; i++) {
      out[to + i] = Math.max(out[to + i], row[at + i * stride]);
    }
  }

  /** A row of sums. */
  private static void sum(
      Grid grid, float[] x, int planeAt, int d, int h, float[] out, int to, Workspace workspace) {
    workspace.spend(2L * grid.out[2]);
    Arrays.fill(out, to, to + grid.out[2], 0f);
    int startD = grid.start(0, d);
    int startH = grid.start(1, h);
    for (int kd = grid.first(0, startD); kd < grid.end(0, startD); kd++) {
      int inD = startD + kd * grid.dilation[0];
      for (int kh = grid.first(1, startH); kh < grid.end(1, startH); kh++) {
        int inH = startH + kh * grid.dilation[1];
        int rowAt = planeAt + (inD * grid.in[1] + inH) * grid.in[2];
        for (int kw = 0; kw < grid.kernel[2]; kw++) {
          int offset = kw * grid.dilation[2] - grid.before[2];
          int first = grid.firstOutput(2, offset);
          int end = grid.endOutput(2, offset);
          workspace.spend(Work.ROW + Math.max(0L, end - first));
          add(x, rowAt + offset, grid.stride[2], out, to, first, end);
        }
      }
    }
  }

  private static void add(
      float[] x, int from, int stride, float[] out, int to, int first, int end) {
    for (int i = first; i < end; i++) {
      out[to + i] += x[from + i * stride];
    }
  }

  private static void divide(Grid grid, boolean countPadding, int d, int h, float[] out, int to) {
    long outer = (long) elements(grid, 0, d, countPadding) * elements(grid, 1, h, countPadding);
    for (int w = 0; w < grid.out[2]; w++) {
      out[to + w] /= Math.max(1, outer * elements(grid, 2, w, countPadding));
    }
  }

  /** Positions of a window along an axis that count. */
  private static int elements(Grid grid, int axis, int position, boolean countPadding) {
    int start = grid.start(axis, position);
    return countPadding
        ? grid.spanned(axis, start)
        : Math.max(0, grid.end(axis, start) - grid.first(axis, start));
  }
}
