package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import java.util.Arrays;

/**
 * A copy of the channels of an image with their padding, and with strides taken apart: of every
 * {@code s} columns one goes to each of {@code s} phases, and so do rows. What one element of a
 * kernel meets at consecutive positions then stands side by side.
 *
 * <p>A phase has {@code [height, width]} floats, a little more than the output. Positions are
 * counted in its rows, so that they run on from one to the next; those behind the end of a row of
 * the output mean nothing. Lives in the scratch of one node and allocates only to grow.
 */
final class PaddedImage {

  private float[] data = new float[0];
  private int[] terms = new int[0];
  private byte[] rowPhases = new byte[0];
  private byte[] columnPhases = new byte[0];

  private int height;
  private int width;

  /** The channels with their phases. */
  float[] data() {
    return data;
  }

  /** Where each element of the kernel, {@code [C, kernel]}, meets the first position. */
  int[] terms() {
    return terms;
  }

  /** From a row of positions to the next. */
  int width() {
    return width;
  }

  /** Bytes of all arrays. */
  long bytes() {
    return 4L * (data.length + terms.length) + rowPhases.length + columnPhases.length;
  }

  /** The floats of an image with its padding; at most {@link Long#MAX_VALUE}. */
  static long floats(Grid grid, int channels) {
    long rows = (long) (grid.out[1] + span(grid, 1) / grid.stride[1]) * grid.stride[1];
    long columns = (long) (grid.out[2] + span(grid, 2) / grid.stride[2]) * grid.stride[2];
    return Shapes.times(Shapes.times(rows, columns), (long) channels * grid.kernel[0]);
  }

  /**
   * Takes the sizes of calls.
   *
   * @param slack how many floats may be read behind the last position
   * @throws IllegalArgumentException if the copy would be too large for an array
   */
  void layOut(Grid grid, int channels, int slack, Budget budget) {
    height = grid.out[1] + span(grid, 1) / grid.stride[1];
    width = grid.out[2] + span(grid, 2) / grid.stride[2];
    long size = floats(grid, channels);
    if (size > Integer.MAX_VALUE - 8 - slack) {
      throw new IllegalArgumentException(
          "Conv: a padded image of " + size + " floats is too large");
    }
    data = budget.floats(data, size + slack);
    rowPhases = phases(grid, 1, budget.bytes(rowPhases, grid.stride[1]));
    columnPhases = phases(grid, 2, budget.bytes(columnPhases, grid.stride[2]));
    terms = budget.ints(terms, (long) channels * grid.kernelSize);
    int phase = height * width;
    layOutTerms(grid, channels, phase, phase * grid.stride[1] * grid.stride[2]);
  }

  /** Positions from the first that an element of the kernel meets to the last, less one. */
  private static int span(Grid grid, int axis) {
    return (grid.kernel[axis] - 1) * grid.dilation[axis];
  }

  /** Which phases of an axis the kernel meets. */
  private static byte[] phases(Grid grid, int axis, byte[] met) {
    int stride = grid.stride[axis];
    Arrays.fill(met, 0, stride, (byte) 0);
    for (int k = 0; k < grid.kernel[axis]; k++) {
      met[k * grid.dilation[axis] % stride] = 1;
    }
    return met;
  }

  private void layOutTerms(Grid grid, int channels, int phase, int plane) {
    int planes = channels * grid.kernel[0];
    int next = 0;
    for (int p = 0; p < planes; p++) {
      for (int kh = 0; kh < grid.kernel[1]; kh++) {
        int row = kh * grid.dilation[1];
        int rowAt = row % grid.stride[1] * grid.stride[2] * phase + row / grid.stride[1] * width;
        for (int kw = 0; kw < grid.kernel[2]; kw++) {
          int column = kw * grid.dilation[2];
          terms[next++] =
              p * plane + rowAt + column % grid.stride[2] * phase + column / grid.stride[2];
        }
      }
    }
  }

  /**
   * Copies what the windows of one output plane meet.
   *
   * @param x holds the channels, {@code [C, in]}
   * @param at where they start
   * @param d the output plane, of the outermost spatial axis
   */
  void copy(Grid grid, float[] x, int at, int channels, int d, Workspace workspace) {
    int phase = height * width;
    int to = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int kd = 0; kd < grid.kernel[0]; kd++) {
        int inD = grid.start(0, d) + kd * grid.dilation[0];
        boolean inside = inD >= 0 && inD < grid.in[0];
        int planeAt = at + (channel * grid.in[0] + inD) * grid.in[1] * grid.in[2];
        for (int row = 0; row < grid.stride[1]; row++) {
          for (int column = 0; column < grid.stride[2]; column++) {
            boolean met = rowPhases[row] + columnPhases[column] == 2;
            workspace.spend(met ? phase + (long) Work.ROW * height : 1);
            if (met && inside) {
              phase(grid, x, planeAt, row, column, to);
            } else if (met) {
              Arrays.fill(data, to, to + phase, 0f);
            }
            to += phase;
          }
        }
      }
    }
  }

  /** One phase of one plane. */
  private void phase(Grid grid, float[] x, int planeAt, int row, int column, int to) {
    int stride = grid.stride[2];
    int offset = column - grid.before[2];
    // Columns [first, end) of the phase are inside.
    int first = Math.clamp(Math.ceilDiv(-offset, stride), 0, width);
    int end = Math.clamp(Math.ceilDiv(grid.in[2] - offset, stride), first, width);
    for (int r = 0; r < height; r++) {
      int rowTo = to + r * width;
      int inH = r * grid.stride[1] + row - grid.before[1];
      if (inH < 0 || inH >= grid.in[1]) {
        Arrays.fill(data, rowTo, rowTo + width, 0f);
        continue;
      }
      int from = planeAt + inH * grid.in[2] + offset;
      Arrays.fill(data, rowTo, rowTo + first, 0f);
      if (stride == 1) {
        System.arraycopy(x, from + first, data, rowTo + first, end - first);
      } else {
        for (int i = first; i < end; i++) {
          data[rowTo + i] = x[from + i * stride];
        }
      }
      Arrays.fill(data, rowTo + end, rowTo + width, 0f);
    }
  }
}
