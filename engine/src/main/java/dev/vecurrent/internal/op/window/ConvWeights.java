package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.op.base.Epilogue;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.MatrixProduct;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Constant weights of a convolution of few positions, packed group after group, and the product
 * with patches. Immutable.
 */
final class ConvWeights {

  /** Floats of a tile of patches: they stay in the second-level cache. */
  private static final int TILE_FLOATS = 32 * 1024;

  private static final int LEAST_ROWS = 8;
  private static final int MOST_ROWS = 96;

  private static final int PATCHES = 0;
  private static final int ROWS = 1;
  private static final int START = 2;

  private final String kernels;
  private final int group;
  private final int columns;
  private final int depth;
  private final int rowSize;

  /** One of each group. */
  private final List<MatrixProduct> products;

  /**
   * Packs weights.
   *
   * @param w {@code [M, C/group, k...]}, not empty
   * @throws IllegalArgumentException if they do not fit an array
   */
  ConvWeights(Packing packing, Tensor w, int group) {
    this.kernels = packing.kernels().describe();
    this.group = group;
    this.columns = w.dim(0) / group;
    this.depth = w.size() / w.dim(0);
    this.rowSize = packing.kernels().packer().rowSize(1, columns);
    MatrixProduct[] each = new MatrixProduct[group];
    for (int g = 0; g < group; g++) {
      each[g] = packing.product(w, w.floats(), g * columns * depth, 1, columns, depth);
    }
    this.products = List.of(each);
  }

  String describe() {
    return "W for few positions packed in panels of %d (%,d bytes), %s"
        .formatted(2 * products.getFirst().matrix().lanes(), bytes(), kernels);
  }

  long bytes() {
    long bytes = 0;
    for (MatrixProduct product : products) {
      bytes += product.matrix().bytes();
    }
    return bytes;
  }

  /** See {@link ConvImage#run}. */
  void run(
      Grid grid,
      Tensor x,
      @Nullable Tensor b,
      @Nullable Epilogue epilogue,
      Tensor out,
      Workspace workspace) {
    int channels = x.dim(1) / group;
    int tile = Math.min(grid.outSize, Math.clamp(TILE_FLOATS / depth, LEAST_ROWS, MOST_ROWS));
    int[] at = workspace.ints(0, tile);
    boolean direct = Patches.areSlices(grid, channels);
    float[] patches = direct ? x.floats() : workspace.floats(PATCHES, (long) tile * depth);
    float[] rows = workspace.floats(ROWS, (long) tile * rowSize);
    float[] start = workspace.floats(START, (long) group * rowSize);
    start(b, start);
    Operands operands = workspace.operands();
    operands.rows(patches, at).into(rows, 0, rowSize);
    for (int n = 0; n < x.dim(0); n++) {
      for (int g = 0; g < group; g++) {
        int planeAt = (n * group + g) * channels * grid.inSize;
        int outAt = (n * group + g) * columns * grid.outSize;
        for (int from = 0; from < grid.outSize; from += tile) {
          int count = Math.min(tile, grid.outSize - from);
          if (direct) {
            Patches.slices(grid, planeAt, from, count, at);
          } else {
            Patches.gather(
                grid, x.floats(), planeAt, channels, from, count, patches, at, workspace);
          }
          MatrixProduct product = products.get(g);
          workspace.spend(product.work(count) + (long) count * columns);
          operands.start(start, g * rowSize, 0);
          product.multiply(operands, count, workspace.bounds().watch());
          if (epilogue != null) {
            epilogue.inPlace(rows, 0, count * rowSize, workspace.inner());
          }
          write(rows, count, out.floats(), outAt + from, grid.outSize);
        }
      }
    }
  }

  private void start(@Nullable Tensor b, float[] start) {
    Arrays.fill(start, 0, group * rowSize, 0f);
    for (int g = 0; b != null && g < group; g++) {
      System.arraycopy(b.floats(), g * columns, start, g * rowSize, columns);
    }
  }

  /** Rows of channels become planes of positions. */
  private void write(float[] rows, int count, float[] out, int outAt, int outSize) {
    for (int column = 0; column < columns; column++) {
      int to = outAt + column * outSize;
      for (int row = 0; row < count; row++) {
        out[to + row] = rows[row * rowSize + column];
      }
    }
  }
}
