package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * A convolution as loops: each element of the kernel is added to all outputs it reaches, row of the
 * output by row. Padding counts as zeros, as in the packed forms: it is added where that makes a
 * difference, under a weight that is not finite and to a bias of -0.
 */
final class PlainConv {

  private PlainConv() {}

  /** Floats: {@code out [N, M, out]} from {@code x [N, C, in]} and {@code w [M, C/group, k]}. */
  static void floats(
      Grid grid,
      Tensor x,
      Tensor w,
      @Nullable Tensor b,
      int group,
      Tensor out,
      Workspace workspace) {
    int channels = x.dim(1) / group;
    int columns = w.dim(0) / group;
    float[] to = out.floats();
    for (int plane = 0; plane < x.dim(0) * w.dim(0); plane++) {
      int m = plane % w.dim(0);
      int n = plane / w.dim(0);
      int outAt = plane * grid.outSize;
      workspace.spend(grid.outSize);
      float bias = b == null ? 0f : b.floats()[m];
      Arrays.fill(to, outAt, outAt + grid.outSize, bias);
      int imageAt = (n * group + m / columns) * channels * grid.inSize;
      for (int k = 0; k < channels * grid.kernelSize; k++) {
        workspace.spend(Work.ROW);
        int planeAt = imageAt + k / grid.kernelSize * grid.inSize;
        float weight = w.floats()[m * channels * grid.kernelSize + k];
        add(grid, k % grid.kernelSize, weight, x.floats(), planeAt, to, outAt, workspace);
        if (isNegativeZero(bias) || !Float.isFinite(weight)) {
          addPadding(grid, k % grid.kernelSize, weight, to, outAt, workspace);
        }
      }
    }
  }

  private static void add(
      Grid grid,
      int element,
      float weight,
      float[] x,
      int planeAt,
      float[] out,
      int outAt,
      Workspace workspace) {
    int w = element % grid.kernel[2] * grid.dilation[2] - grid.before[2];
    int h = element / grid.kernel[2] % grid.kernel[1] * grid.dilation[1] - grid.before[1];
    int d = element / grid.kernel[2] / grid.kernel[1] * grid.dilation[0] - grid.before[0];
    int first = grid.firstOutput(2, w);
    int end = grid.endOutput(2, w);
    long each = Work.ROW + Math.max(0L, end - first);
    for (int od = grid.firstOutput(0, d); od < grid.endOutput(0, d); od++) {
      int endH = grid.endOutput(1, h);
      for (int oh = grid.firstOutput(1, h); oh < endH; ) {
        for (int last = workspace.piece(oh, endH, each); oh < last; oh++) {
          int inRow = (od * grid.stride[0] + d) * grid.in[1] + oh * grid.stride[1] + h;
          int from = planeAt + inRow * grid.in[2] + w;
          int to = outAt + (od * grid.out[1] + oh) * grid.out[2];
          row(x, from, grid.stride[2], weight, out, to, first, end);
        }
      }
    }
  }

  private static boolean isNegativeZero(double bias) {
    return bias == 0 && Double.doubleToRawLongBits(bias) != 0;
  }

  /** Adds zero times an element of the kernel where it hangs over the edge. */
  private static void addPadding(
      Grid grid, int element, float weight, float[] out, int outAt, Workspace workspace) {
    for (int i = 0; i < grid.outSize; ) {
      for (int last = workspace.piece(i, grid.outSize, Work.ROW); i < last; i++) {
        if (!grid.isInside(element, i)) {
          out[outAt + i] = Math.fma(0f, weight, out[outAt + i]);
        }
      }
    }
  }

  private static void row(
      float[] x, int from, int stride, float weight, float[] out, int to, int first, int end) {
    if (stride == 1) {
      for (int i = first; i < end; i++) {
        out[to + i] = Math.fma(x[from + i], weight, out[to + i]);
      }
    } else {
      for (int i = first; i < end; i++) {
        out[to + i] = Math.fma(x[from + i * stride], weight, out[to + i]);
      }
    }
  }

  /** Doubles, likewise. */
  static void doubles(
      Grid grid,
      Tensor x,
      Tensor w,
      @Nullable Tensor b,
      int group,
      Tensor out,
      Workspace workspace) {
    int channels = x.dim(1) / group;
    int columns = w.dim(0) / group;
    double[] to = out.doubles();
    for (int plane = 0; plane < x.dim(0) * w.dim(0); plane++) {
      int m = plane % w.dim(0);
      int n = plane / w.dim(0);
      int outAt = plane * grid.outSize;
      workspace.spend(grid.outSize);
      double bias = b == null ? 0 : b.doubles()[m];
      Arrays.fill(to, outAt, outAt + grid.outSize, bias);
      int imageAt = (n * group + m / columns) * channels * grid.inSize;
      for (int k = 0; k < channels * grid.kernelSize; k++) {
        workspace.spend(Work.ROW);
        int planeAt = imageAt + k / grid.kernelSize * grid.inSize;
        double weight = w.doubles()[m * channels * grid.kernelSize + k];
        add(grid, k % grid.kernelSize, weight, x.doubles(), planeAt, to, outAt, workspace);
        if (isNegativeZero(bias) || !Double.isFinite(weight)) {
          addPadding(grid, k % grid.kernelSize, weight, to, outAt, workspace);
        }
      }
    }
  }

  private static void add(
      Grid grid,
      int element,
      double weight,
      double[] x,
      int planeAt,
      double[] out,
      int outAt,
      Workspace workspace) {
    int w = element % grid.kernel[2] * grid.dilation[2] - grid.before[2];
    int h = element / grid.kernel[2] % grid.kernel[1] * grid.dilation[1] - grid.before[1];
    int d = element / grid.kernel[2] / grid.kernel[1] * grid.dilation[0] - grid.before[0];
    int end = grid.endOutput(2, w);
    long each = Work.ROW + Math.max(0L, end - grid.firstOutput(2, w));
    for (int od = grid.firstOutput(0, d); od < grid.endOutput(0, d); od++) {
      int endH = grid.endOutput(1, h);
      for (int oh = grid.firstOutput(1, h); oh < endH; ) {
        for (int last = workspace.piece(oh, endH, each); oh < last; oh++) {
          int inRow = (od * grid.stride[0] + d) * grid.in[1] + oh * grid.stride[1] + h;
          int from = planeAt + inRow * grid.in[2] + w;
          int to = outAt + (od * grid.out[1] + oh) * grid.out[2];
          for (int i = grid.firstOutput(2, w); i < end; i++) {
            out[to + i] = Math.fma(x[from + i * grid.stride[2]], weight, out[to + i]);
          }
        }
      }
    }
  }

  private static void addPadding(
      Grid grid, int element, double weight, double[] out, int outAt, Workspace workspace) {
    for (int i = 0; i < grid.outSize; ) {
      for (int last = workspace.piece(i, grid.outSize, Work.ROW); i < last; i++) {
        if (!grid.isInside(element, i)) {
          out[outAt + i] = Math.fma(0.0, weight, out[outAt + i]);
        }
      }
    }
  }
}
