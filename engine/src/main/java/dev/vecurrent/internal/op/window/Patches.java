package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.op.base.Workspace;
import java.util.Arrays;

/**
 * Patches of an image {@code [C, in]} that a kernel meets, as rows of {@code [C, kernel]} floats,
 * zero where it hangs over the edge.
 */
final class Patches {

  private Patches() {}

  /**
   * Whether each patch stands in the image as it is: one channel, one axis, no gaps, no padding.
   */
  static boolean areSlices(Grid grid, int channels) {
    return channels == 1
        && grid.in[0] == 1
        && grid.in[1] == 1
        && grid.outSize == grid.out[2]
        && grid.before[0] == 0
        && grid.before[1] == 0
        && grid.kernelSize == grid.kernel[2]
        && grid.dilation[2] == 1
        && grid.before[2] == 0
        && grid.after[2] == 0;
  }

  /** Where patches {@code [from, from + count)} start in the image. */
  static void slices(Grid grid, int imageAt, int from, int count, int[] at) {
    for (int row = 0; row < count; row++) {
      at[row] = imageAt + (from + row) * grid.stride[2];
    }
  }

  /**
   * Copies patches {@code [from, from + count)}.
   *
   * @param x holds the image
   * @param imageAt where it starts
   * @param to receives a row of {@code channels * kernelSize} floats for each
   * @param at receives where each row starts
   */
  static void gather(
      Grid grid,
      float[] x,
      int imageAt,
      int channels,
      int from,
      int count,
      float[] to,
      int[] at,
      Workspace workspace) {
    int depth = channels * grid.kernelSize;
    for (int row = 0; row < count; row++) {
      int position = from + row;
      int w = position % grid.out[2];
      int h = position / grid.out[2] % grid.out[1];
      int d = position / grid.out[2] / grid.out[1];
      at[row] = row * depth;
      workspace.spend(depth);
      gather(
          grid,
          x,
          imageAt,
          channels,
          d * grid.stride[0] - grid.before[0],
          h * grid.stride[1] - grid.before[1],
          w * grid.stride[2] - grid.before[2],
          to,
          row * depth);
    }
  }

  /** One patch, of which the first element is at {@code (d, h, w)}, perhaps outside. */
  private static void gather(
      Grid grid, float[] x, int imageAt, int channels, int d, int h, int w, float[] to, int toAt) {
    int width = grid.kernel[2];
    int dilation = grid.dilation[2];
    // Elements [first, end) of a row of the kernel are inside.
    int first = w >= 0 ? 0 : Math.min(width, Math.ceilDiv(-w, dilation));
    int end = w >= grid.in[2] ? 0 : Math.min(width, (grid.in[2] - 1 - w) / dilation + 1);
    int next = toAt;
    for (int channel = 0; channel < channels; channel++) {
      int planeAt = imageAt + channel * grid.inSize;
      for (int kd = 0; kd < grid.kernel[0]; kd++) {
        int inD = d + kd * grid.dilation[0];
        for (int kh = 0; kh < grid.kernel[1]; kh++) {
          int inH = h + kh * grid.dilation[1];
          boolean inside = inD >= 0 && inD < grid.in[0] && inH >= 0 && inH < grid.in[1];
          if (!inside || first >= end) {
            Arrays.fill(to, next, next + width, 0f);
          } else {
            int rowAt = planeAt + (inD * grid.in[1] + inH) * grid.in[2] + w;
            for (int k = 0; k < first; k++) {
              to[next + k] = 0f;
            }
            for (int k = first; k < end; k++) {
              to[next + k] = x[rowAt + k * dilation];
            }
            for (int k = end; k < width; k++) {
              to[next + k] = 0f;
            }
          }
          next += width;
        }
      }
    }
  }
}
