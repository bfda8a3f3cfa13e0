package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.window.Grid;
import dev.vecurrent.internal.op.window.Window;
import dev.vecurrent.internal.op.window.WindowScratch;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * Convolutions of 8-bit quanta less their zero points, exact modulo 2^32, over one to three spatial
 * axes: X {@code [N, C, ...]}, W {@code [M, C/group, k...]}. Padding is the zero point, so it adds
 * nothing.
 */
final class IntegerConv {

  /** The work of a term of a plane beside that of its elements. */
  private static final int TERM = 16;

  private final String name;
  private final Window window;
  private final int group;

  /** W less its zero points, where both are constant. */
  private final short @Nullable [] packed;

  private IntegerConv(String name, Window window, int group, short @Nullable [] packed) {
    this.name = name;
    this.window = window;
    this.group = group;
    this.packed = packed;
  }

  static IntegerConv read(String name, NodeReader reader) {
    long group = reader.integer("group", 1);
    if (group < 1 || group > Integer.MAX_VALUE) {
      reader.refuse("group", Long.toString(group), "expected 1 or more");
    }
    Window window = Window.read(name, reader, true, false);
    return new IntegerConv(name, window, (int) Math.clamp(group, 1L, Integer.MAX_VALUE), null);
  }

  /** The dimensions of the output, as far as they are known. */
  int @Nullable [] infer(Fact x, Fact w, @Nullable Fact wZero) {
    Types.require(name, "x", x, Quanta.BYTES);
    Types.require(name, "w", w, Quanta.BYTES);
    int[] xDims = x.dims();
    int[] wDims = w.dims();
    if (xDims == null) {
      return null;
    }
    int axes = window.axes(xDims.length);
    if (wDims == null) {
      return Shapes.unknown(xDims.length);
    }
    requireFits(xDims, wDims);
    Tensor zero = wZero == null ? null : wZero.constant();
    if (zero != null && wDims[0] >= 0) {
      requireFits(zero, wDims[0]);
    }
    int[] out = new int[xDims.length];
    out[0] = xDims[0];
    out[1] = wDims[0];
    for (int axis = 0; axis < axes; axis++) {
      out[2 + axis] = window.outKnown(axis, xDims[2 + axis], wDims[2 + axis]);
    }
    return out;
  }

  /** The work of a convolution, and of what becomes of its sums. */
  static long work(@Nullable Fact w, @Nullable Fact[] inputs, Fact[] outputs) {
    int[] weights = w == null ? null : w.dims();
    int[] out = outputs[0].dims();
    if (weights == null || out == null || out.length < 2) {
      return Work.UNSTATED;
    }
    long terms = 1;
    for (int axis = 1; axis < weights.length; axis++) {
      terms = Shapes.times(terms, Math.max(weights[axis], 1));
    }
    long planes = Shapes.times(Math.max(out[0], 1), Math.max(out[1], 1));
    long sums = Shapes.times(Work.made(outputs), Work.plus(terms, 8));
    long walks = Shapes.times(Shapes.times(planes, terms), TERM);
    return Work.plus(Work.elements(inputs, outputs), Work.plus(sums, walks));
  }

  private void requireFits(int[] x, int[] w) {
    boolean fits = w.length == x.length;
    fits = fits && (w[1] < 0 || x[1] < 0 || (long) w[1] * group == x[1]);
    fits = fits && (w[0] < 0 || w[0] % group == 0);
    fits = fits && window.fitsKernels(w);
    if (!fits) {
      throw new IllegalArgumentException(
          name
              + ": x has "
              + Shapes.text(x)
              + ", w "
              + Shapes.text(w)
              + ", group "
              + group
              + ": they do not fit each other or kernel_shape");
    }
  }

  /** This for constant weights and zero points. */
  IntegerConv packed(Packing packing, Tensor w, @Nullable Tensor zeroPoint) {
    if (w.rank() < 3 || w.size() == 0 || !Quanta.BYTES.contains(w.type())) {
      return this; // for the run to refuse
    }
    short[] widened = packing.shorts(w.size());
    widen(w, zeroPoint, widened, packing.bounds().watch());
    return new IntegerConv(name, window, group, widened);
  }

  String describe() {
    return packed == null ? "" : "W widened to 16 bit (" + packedBytes() + " bytes), exact sums";
  }

  long packedBytes() {
    return packed == null ? 0 : 2L * packed.length;
  }

  private void requireFits(Tensor zeroPoint, int channels) {
    if (zeroPoint.size() != 1 && (zeroPoint.rank() != 1 || zeroPoint.size() != channels)) {
      throw new IllegalArgumentException(
          name
              + ": w_zero_point is "
              + zeroPoint
              + ", expected one element, or one for each of "
              + channels
              + " channels");
    }
  }

  private void widen(Tensor w, @Nullable Tensor zeroPoint, short[] to, Watch watch) {
    int channels = w.dim(0);
    if (zeroPoint != null) {
      requireFits(zeroPoint, channels);
    }
    boolean each = zeroPoint != null && zeroPoint.size() != 1;
    int size = channels == 0 ? 0 : w.size() / channels;
    for (int m = 0; m < channels; m++) {
      Quanta.minus(w, m * size, size, Quanta.zero(zeroPoint, each ? m : 0), to, m * size, watch);
    }
  }

  /** Checks shapes and gives the output its own; sizes are in the workspace's grid. */
  void resize(Tensor x, Tensor w, Tensor out, Workspace workspace) {
    boolean fits =
        w.rank() == x.rank()
            && x.rank() >= 3
            && (long) w.dim(1) * group == x.dim(1)
            && w.dim(0) % group == 0
            && window.fitsKernels(w);
    if (!fits) {
      window.axes(x.rank());
      requireFits(x.shape(), w.shape());
    }
    int axes = window.axes(x.rank());
    int[] kernel = workspace.ints(3, Window.MOST_AXES);
    for (int axis = 0; axis < axes; axis++) {
      kernel[axis] = w.dim(2 + axis);
    }
    Grid grid = WindowScratch.of(workspace).grid;
    grid.window(window, x, kernel);
    workspace.dims[0] = x.dim(0);
    workspace.dims[1] = w.dim(0);
    for (int axis = 0; axis < axes; axis++) {
      workspace.dims[2 + axis] = grid.out[Window.MOST_AXES - axes + axis];
    }
    out.resize(workspace.dims, x.rank());
  }

  /** Widens X into the first scratch of shorts. */
  short[] widenX(Tensor x, @Nullable Tensor zeroPoint, Workspace workspace) {
    if (zeroPoint != null && zeroPoint.size() != 1) {
      throw new IllegalArgumentException(
          name + ": x_zero_point is " + zeroPoint + ", expected one element");
    }
    short[] wide = workspace.shorts(0, x.size());
    Quanta.minus(x, 0, x.size(), Quanta.zero(zeroPoint, 0), wide, 0, workspace.bounds().watch());
    return wide;
  }

  /** W in 16 bits: packed, or in the second scratch of shorts. */
  short[] widenW(Tensor w, @Nullable Tensor zeroPoint, Workspace workspace) {
    if (packed != null) {
      return packed;
    }
    short[] wide = workspace.shorts(1, w.size());
    widen(w, zeroPoint, wide, workspace.bounds().watch());
    return wide;
  }

  /**
   * One plane of the output.
   *
   * @param plane its number, in {@code [0, N * M)}
   * @param channels of each group of X
   * @param columns of the output, M
   */
  void plane(
      short[] x,
      short[] w,
      int plane,
      int channels,
      int columns,
      int[] sums,
      int at,
      Workspace workspace) {
    Grid grid = WindowScratch.of(workspace).grid;
    Watch watch = workspace.bounds().watch();
    int m = plane % columns;
    int n = plane / columns;
    for (int from = 0, end; from < grid.outSize; from = end) {
      end = Pieces.end(watch, from, grid.outSize, 1);
      Arrays.fill(sums, at + from, at + end, 0);
    }
    int imageAt = (n * group + m / (columns / group)) * channels * grid.inSize;
    int terms = channels * grid.kernelSize;
    for (int k = 0; k < terms; k++) {
      watch.spend(isSmall(grid) ? TERM + grid.outSize : TERM);
      int weight = w[m * terms + k];
      if (weight != 0) {
        int planeAt = imageAt + k / grid.kernelSize * grid.inSize;
        add(grid, k % grid.kernelSize, weight, x, planeAt, sums, at, watch);
      }
    }
  }

  /** Whether a term of a plane is counted at once. */
  private static boolean isSmall(Grid grid) {
    return grid.outSize <= Watch.BLOCK / 4;
  }

  private static void add(
      Grid grid, int element, int weight, short[] x, int planeAt, int[] sums, int at, Watch watch) {
    int w = element % grid.kernel[2] * grid.dilation[2] - grid.before[2];
    int h = element / grid.kernel[2] % grid.kernel[1] * grid.dilation[1] - grid.before[1];
    int d = element / grid.kernel[2] / grid.kernel[1] * grid.dilation[0] - grid.before[0];
    int first = grid.firstOutput(2, w);
    int end = grid.endOutput(2, w);
    boolean small = isSmall(grid);
    for (int od = grid.firstOutput(0, d); od < grid.endOutput(0, d); od++) {
      for (int oh = grid.firstOutput(1, h); oh < grid.endOutput(1, h); oh++) {
        int inRow = (od * grid.stride[0] + d) * grid.in[1] + oh * grid.stride[1] + h;
        int from = planeAt + inRow * grid.in[2] + w;
        int to = at + (od * grid.out[1] + oh) * grid.out[2];
        if (small) {
          row(x, from, grid.stride[2], weight, sums, to, first, end);
          continue;
        }
        for (int some = first, stop; some < end; some = stop) {
          stop = Pieces.end(watch, some, end, 1);
          row(x, from, grid.stride[2], weight, sums, to, some, stop);
        }
      }
    }
  }

  private static void row(
      short[] x, int from, int stride, int weight, int[] sums, int to, int first, int end) {
    if (stride == 1) {
      for (int i = first; i < end; i++) {
        sums[to + i] += x[from + i] * weight;
      }
    } else {
      for (int i = first; i < end; i++) {
        sums[to + i] += x[from + i * stride] * weight;
      }
    }
  }
}
