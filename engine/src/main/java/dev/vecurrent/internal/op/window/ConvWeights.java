package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Epilogue;
import dev.vecurrent.internal.op.base.Packing;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.matmul.PanelProduct;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Constant weights of a convolution of few positions, packed for {@link Kernels#multiply} group
 * after group, and the product with patches. Immutable.
 */
final class ConvWeights {

  /** Floats of a tile of patches: they stay in the second-level cache. */
  private static final int TILE_FLOATS = 32 * 1024;

  private static final int LEAST_ROWS = 8;
  private static final int MOST_ROWS = 96;

  private static final int PATCHES = 0;
  private static final int ROWS = 1;
  private static final int START = 2;

  private final Kernels kernels;
  private final int group;
  private final int columns;
  private final int depth;
  private final int panels;
  private final int rowSize;
  private final int groupSize;
  private final float[] packed;
  private final @Nullable MemorySegment aligned;

  /**
   * Packs weights.
   *
   * @param w {@code [M, C/group, k...]}, not empty
   * @throws IllegalArgumentException if they do not fit an array
   */
  ConvWeights(Packing packing, Tensor w, int group) {
    this.kernels = packing.kernels();
    this.group = group;
    this.columns = w.dim(0) / group;
    this.depth = w.size() / w.dim(0);
    GatePacker packer = new GatePacker(kernels.lanes());
    this.panels = packer.panels(1, columns);
    this.rowSize = packer.rowSize(1, columns);
    this.groupSize = packer.matrixSize(1, columns, depth);
    this.packed = packing.floats((long) group * groupSize);
    float[] one = packing.floats(groupSize);
    for (int g = 0; g < group; g++) {
      packer.matrix(
          w.floats(), g * columns * depth, 1, columns, depth, one, packing.bounds().watch());
      System.arraycopy(one, 0, packed, g * groupSize, groupSize);
    }
    packing.drop(one);
    this.aligned = packing.aligned(packed);
  }

  String describe() {
    return "W for few positions packed in panels of %d (%,d bytes), %s"
        .formatted(2 * kernels.lanes(), bytes(), kernels.describe());
  }

  long bytes() {
    return 4L * packed.length + (aligned == null ? 0 : aligned.byteSize());
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
          multiply(patches, at, count, g, start, rows, workspace.bounds().watch());
          workspace.spend((long) count * columns);
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

  private void multiply(
      float[] a, int[] at, int count, int g, float[] start, float[] rows, Watch watch) {
    if (count == 1) {
      PanelProduct.multiplyRow(
          kernels,
          a,
          at[0],
          depth,
          packed,
          aligned,
          g * groupSize,
          panels,
          start,
          g * rowSize,
          rows,
          watch);
    } else {
      PanelProduct.multiply(
          kernels,
          a,
          at,
          count,
          depth,
          packed,
          g * groupSize,
          panels,
          start,
          g * rowSize,
          0,
          rows,
          rowSize,
          watch);
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
