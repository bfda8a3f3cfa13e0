package dev.vecurrent.internal.op;

import java.util.Arrays;

/**
 * Pools of floats row of the output by row: each position of the window is taken into all outputs
 * of the row it reaches, in the order in which {@link Pool} takes them for one output.
 */
final class PoolRows {

  private PoolRows() {}

  /** All planes of a pool. */
  static void run(
      Grid grid, boolean max, boolean countPadding, float[] x, float[] out, int planes) {
    for (int plane = 0; plane < planes; plane++) {
      for (int d = 0; d < grid.out[0]; d++) {
        for (int h = 0; h < grid.out[1]; h++) {
          int to = plane * grid.outSize + (d * grid.out[1] + h) * grid.out[2];
          row(grid, max, x, plane * grid.inSize, d, h, out, to);
          if (!max) {
            divide(grid, countPadding, d, h, out, to);
          }
        }
      }
    }
  }

  private static void row(
      Grid grid, boolean max, float[] x, int planeAt, int d, int h, float[] out, int to) {
    Arrays.fill(out, to, to + grid.out[2], max ? Float.NEGATIVE_INFINITY : 0f);
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
          if (max) {
            max(x, rowAt + offset, grid.stride[2], out, to, first, end);
          } else {
            add(x, rowAt + offset, grid.stride[2], out, to, first, end);
          }
        }
      }
    }
  }

  private static void max(
      float[] x, int from, int stride, float[] out, int to, int first, int end) {
    for (int i = first; i < end; i++) {
      out[to + i] = Math.max(out[to + i], x[from + i * stride]);
    }
  }

  private static void add(
      float[] x, int from, int stride, float[] out, int to, int first, int end) {
    for (int i = first; i < end; i++) {
      out[to + i] += x[from + i * stride];
    }
  }

  private static void divide(Grid grid, boolean countPadding, int d, int h, float[] out, int to) {
    int outer = elements(grid, 0, d, countPadding) * elements(grid, 1, h, countPadding);
    for (int w = 0; w < grid.out[2]; w++) {
      out[to + w] /= outer * elements(grid, 2, w, countPadding);
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
