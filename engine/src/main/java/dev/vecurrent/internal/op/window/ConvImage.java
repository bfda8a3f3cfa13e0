package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.ImageProduct;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.op.base.Epilogue;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.MatrixProduct;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * A convolution of many positions: weights {@code [M/group, C/group * k]} as they are, times
 * stretches of a {@link PaddedImage}, so that no patch is copied. The bits are those of {@link
 * ConvWeights}.
 */
final class ConvImage {

  /** Panels of positions that go through the weights together: their sums stay in the caches. */
  private static final int MOST_PANELS = 4;

  private ConvImage() {}

  /**
   * The padded image may be as many times as large as what the call reads and writes: padding is
   * the model's to choose, and must not ask for memory out of proportion.
   */
  static final int MOST_TIMES_LARGER = 8;

  static final int SMALL = 1 << 20;

  /** Whether this form pays: there are positions for a few panels, and not too much padding. */
  static boolean pays(Grid grid, Kernels kernels, Tensor x, int channels, int group, Tensor out) {
    long images = (long) x.dim(0) * group * grid.out[0];
    return grid.outSize >= 4 * kernels.lanes()
        && Shapes.times(images, PaddedImage.floats(grid, channels))
            <= MOST_TIMES_LARGER * ((long) x.size() + out.size()) + SMALL;
  }

  /**
   * Lays out the image of a call.
   *
   * @param channels of a group
   * @throws IllegalArgumentException if it would be too large for an array
   */
  static void fit(Kernels kernels, WindowScratch own, int channels, Workspace workspace) {
    int slack = MOST_PANELS * 2 * kernels.lanes();
    own.image.layOut(own.grid, channels, slack, workspace.bounds().budget());
  }

  /**
   * The convolution of {@code x [N, C, in]} into {@code out [N, M, out]}.
   *
   * @param own the sizes and the image of the call
   * @param epilogue what is done to each output; {@code null} for nothing
   */
  static void run(
      Kernels kernels,
      WindowScratch own,
      Tensor x,
      Tensor w,
      @Nullable Tensor b,
      int group,
      @Nullable Epilogue epilogue,
      Tensor out,
      Workspace workspace) {
    Grid grid = own.grid;
    PaddedImage image = own.image;
    int channels = w.dim(1);
    int rows = w.dim(0) / group;
    int depth = channels * grid.kernelSize;
    int panel = 2 * kernels.lanes();
    int positions = (grid.out[1] - 1) * image.width() + grid.out[2];
    float[] tile = workspace.floats(0, (long) rows * MOST_PANELS * panel);
    int[] at = workspace.ints(0, rows);
    ImageProduct product = kernels.imageProduct();
    Operands operands = workspace.operands();
    operands.rows(w.floats(), at);
    for (int n = 0; n < x.dim(0); n++) {
      for (int g = 0; g < group; g++) {
        for (int row = 0; row < rows; row++) {
          at[row] = (g * rows + row) * depth;
        }
        for (int d = 0; d < grid.out[0]; d++) {
          image.copy(
              grid, x.floats(), (n * group + g) * channels * grid.inSize, channels, d, workspace);
          int planeAt = (n * group + g) * rows * grid.outSize + d * grid.out[1] * grid.out[2];
          for (int from = 0; from < positions; from += MOST_PANELS * panel) {
            int count = Math.min(MOST_PANELS * panel, positions - from);
            int panels = Math.ceilDiv(count, panel);
            int stride = panels * panel;
            for (int row = 0; row < rows; row++) {
              float bias = b == null ? 0f : b.floats()[g * rows + row];
              Arrays.fill(tile, row * stride, (row + 1) * stride, bias);
            }
            operands.into(tile, 0, stride);
            int some = MatrixProduct.piece(rows, (long) depth * stride);
            for (int row = 0; row < rows; row += some) {
              int m = Math.min(some, rows - row);
              workspace.spend((long) depth * stride * m);
              product.multiply(operands, image.data(), image.terms(), depth, from, row, m, panels);
            }
            if (epilogue != null) {
              epilogue.inPlace(tile, 0, rows * stride, workspace.inner());
            }
            for (int row = 0; row < rows; row++) {
              write(
                  grid,
                  image.width(),
                  tile,
                  row * stride,
                  from,
                  count,
                  out.floats(),
                  planeAt + row * grid.outSize);
            }
          }
        }
      }
    }
  }

  /** Writes those of {@code count} consecutive positions that the output has. */
  private static void write(
      Grid grid,
      int width,
      float[] tile,
      int tileAt,
      int from,
      int count,
      float[] out,
      int planeAt) {
    int done = 0;
    while (done < count) {
      int h = (from + done) / width;
      int w = (from + done) % width;
      int some = Math.min(count - done, width - w);
      int useful = Math.min(some, grid.out[2] - w);
      if (useful > 0) {
        System.arraycopy(tile, tileAt + done, out, planeAt + h * grid.out[2] + w, useful);
      }
      done += some;
    }
  }
}
