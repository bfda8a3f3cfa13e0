package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * A convolution of many positions: weights {@code [M/group, C/group * k]} as they are, times
 * patches packed in panels with a column for each position. Rows of the kernel become runs of the
 * image, and the output's planes come out as they are wanted. The bits are those of {@link
 * ConvWeights}.
 */
final class ConvColumns {

  /** Floats of packed patches: they stay in the second-level cache. */
  private static final int TILE_FLOATS = 48 * 1024;

  private static final int MOST_PANELS = 8;

  private ConvColumns() {}

  /** Positions from which this form pays: a few panels. */
  static boolean pays(Grid grid, Kernels kernels) {
    return grid.outSize >= 4 * kernels.lanes();
  }

  /** The convolution of {@code x [N, C, in]} into {@code out [N, M, out]}. */
  static void run(
      Kernels kernels,
      Grid grid,
      Tensor x,
      Tensor w,
      @Nullable Tensor b,
      int group,
      Tensor out,
      Workspace workspace) {
    int channels = x.dim(1) / group;
    int rows = w.dim(0) / group;
    int depth = channels * grid.kernelSize;
    int panel = 2 * kernels.lanes();
    int panels = Math.clamp(TILE_FLOATS / ((long) depth * panel), 1, MOST_PANELS);
    float[] packed = workspace.floats(0, panels * panel * depth);
    float[] tile = workspace.floats(1, rows * panels * panel);
    int[] at = workspace.ints(0, rows);
    for (int n = 0; n < x.dim(0); n++) {
      for (int g = 0; g < group; g++) {
        int imageAt = (n * group + g) * channels * grid.inSize;
        for (int row = 0; row < rows; row++) {
          at[row] = (g * rows + row) * depth;
        }
        for (int from = 0; from < grid.outSize; from += panels * panel) {
          int count = Math.min(panels * panel, grid.outSize - from);
          int used = Math.ceilDiv(count, panel);
          int stride = used * panel;
          for (int p = 0; p < used; p++) {
            int columns = Math.min(panel, count - p * panel);
            pack(
                grid,
                x.floats(),
                imageAt,
                channels,
                from + p * panel,
                columns,
                panel,
                packed,
                p * panel * depth);
          }
          for (int row = 0; row < rows; row++) {
            float bias = b == null ? 0f : b.floats()[g * rows + row];
            Arrays.fill(tile, row * stride, (row + 1) * stride, bias);
          }
          kernels.multiply(
              w.floats(), at, 0, rows, depth, packed, 0, used, tile, 0, stride, tile, 0, stride);
          for (int row = 0; row < rows; row++) {
            int to = ((n * group + g) * rows + row) * grid.outSize + from;
            System.arraycopy(tile, row * stride, out.floats(), to, count);
          }
        }
      }
    }
  }

  /** One panel: for each element of the kernel, what {@code columns} positions read. */
  private static void pack(
      Grid grid,
      float[] x,
      int imageAt,
      int channels,
      int from,
      int columns,
      int panel,
      float[] to,
      int toAt) {
    int next = toAt;
    for (int channel = 0; channel < channels; channel++) {
      int planeAt = imageAt + channel * grid.inSize;
      for (int kd = 0; kd < grid.kernel[0]; kd++) {
        for (int kh = 0; kh < grid.kernel[1]; kh++) {
          for (int kw = 0; kw < grid.kernel[2]; kw++) {
            element(grid, x, planeAt, kd, kh, kw, from, columns, to, next);
            Arrays.fill(to, next + columns, next + panel, 0f);
            next += panel;
          }
        }
      }
    }
  }

  /** What consecutive positions read by one element, one row of the output after the other. */
  private static void element(
      Grid grid,
      float[] x,
      int planeAt,
      int kd,
      int kh,
      int kw,
      int from,
      int columns,
      float[] to,
      int toAt) {
    int offset = kw * grid.dilation[2] - grid.before[2];
    int stride = grid.stride[2];
    int first = grid.firstOutput(2, offset);
    int end = grid.endOutput(2, offset);
    int done = 0;
    while (done < columns) {
      int position = from + done;
      int w = position % grid.out[2];
      int h = position / grid.out[2] % grid.out[1];
      int d = position / grid.out[2] / grid.out[1];
      int count = Math.min(columns - done, grid.out[2] - w);
      int inD = d * grid.stride[0] - grid.before[0] + kd * grid.dilation[0];
      int inH = h * grid.stride[1] - grid.before[1] + kh * grid.dilation[1];
      int at = toAt + done;
      boolean inside = inD >= 0 && inD < grid.in[0] && inH >= 0 && inH < grid.in[1];
      int begin = inside ? Math.clamp(first, w, w + count) : w + count;
      int stop = inside ? Math.clamp(end, begin, w + count) : begin;
      int rowAt = planeAt + (inD * grid.in[1] + inH) * grid.in[2] + offset;
      Arrays.fill(to, at, at + begin - w, 0f);
      if (stride == 1 && stop > begin) {
        System.arraycopy(x, rowAt + begin, to, at + begin - w, stop - begin);
      } else {
        for (int i = begin; i < stop; i++) {
          to[at + i - w] = x[rowAt + i * stride];
        }
      }
      Arrays.fill(to, at + stop - w, at + count, 0f);
      done += count;
    }
  }
}
