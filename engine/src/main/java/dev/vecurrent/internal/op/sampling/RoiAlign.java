package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX RoiAlign (since opset 10): regions {@code rois [R, 4]} of {@code X [N, C, H, W]}, each of
 * the image that {@code batch_indices [R]} names, pooled to {@code [R, C, output_height,
 * output_width]}. A bin is the mean, or the largest, of samples of a grid, interpolated linearly.
 *
 * <p>Places are computed in the type of X, as ONNX Runtime does. Like it, mode {@code max} takes
 * the largest weighted neighbour, not the largest interpolated sample.
 */
final class RoiAlign implements Operator {

  private static final String NAME = "RoiAlign";

  /** The most samples of a bin along an axis: more would say nothing, but take for ever. */
  private static final int MOST_SAMPLES = 1 << 12;

  /** The work of a sample. */
  private static final int SAMPLE = 32;

  private final boolean largest;
  private final boolean halfPixel;
  private final int height;
  private final int width;
  private final int samples;
  private final float scale;

  private RoiAlign(NodeReader reader) {
    String mode = reader.string("mode", "avg");
    if (!mode.equals("avg") && !mode.equals("max")) {
      reader.refuse("mode", mode, "expected avg or max");
    }
    this.largest = mode.equals("max");
    this.halfPixel = halfPixel(reader);
    this.height = size(reader, "output_height", 1, 1);
    this.width = size(reader, "output_width", 1, 1);
    this.samples = size(reader, "sampling_ratio", 0, 0);
    if (samples > MOST_SAMPLES) {
      reader.refuse("sampling_ratio", "" + samples, "expected " + MOST_SAMPLES + " at most");
    }
    this.scale = reader.number("spatial_scale", 1);
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(10);
    reader.requireInputs(3, 3);
    reader.requireOutputs(1, 1);
    return new RoiAlign(reader);
  }

  /** Opset 10 knew no shift by half a pixel. */
  private static boolean halfPixel(NodeReader reader) {
    if (reader.opset() < 16) {
      return false;
    }
    String mode = reader.string("coordinate_transformation_mode", "half_pixel");
    if (!mode.equals("half_pixel") && !mode.equals("output_half_pixel")) {
      reader.refuse(
          "coordinate_transformation_mode", mode, "expected half_pixel or output_half_pixel");
    }
    return mode.equals("half_pixel");
  }

  private static int size(NodeReader reader, String name, int least, int otherwise) {
    long value = reader.integer(name, otherwise);
    if (value < least || value > Integer.MAX_VALUE) {
      reader.refuse(name, Long.toString(value), "expected " + least + " or more");
      return least;
    }
    return (int) value;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.UNSTATED;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact rois = Ports.required(NAME, inputs, 1);
    Fact batches = Ports.required(NAME, inputs, 2);
    Types.require(NAME, "X", x, Types.REALS);
    Types.requireSame(NAME, x, rois);
    Types.require(NAME, "batch_indices", batches, Types.INDICES);
    int[] dims = x.dims();
    int[] regions = rois.dims();
    boolean fits = dims == null || dims.length == 4;
    fits &= regions == null || (regions.length == 2 && (regions[1] < 0 || regions[1] == 4));
    if (!fits) {
      throw new IllegalArgumentException(
          NAME
              + ": expected X of 4 dimensions and rois [R, 4], found "
              + (dims == null ? "?" : Shapes.text(dims))
              + " and "
              + (regions == null ? "?" : Shapes.text(regions)));
    }
    int count = Shapes.vectorLength(NAME, "batch_indices", batches);
    count = Fact.both(count, regions == null ? Fact.UNKNOWN : regions[0]);
    int channels = dims == null ? Fact.UNKNOWN : dims[1];
    return new Fact[] {Fact.of(x.type(), count, channels, height, width)};
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor rois = Ports.required(NAME, inputs, 1);
    Tensor batches = Shapes.vector(NAME, "batch_indices", Ports.required(NAME, inputs, 2));
    Tensor out = Ports.required(NAME, outputs, 0);
    boolean fits = x.rank() == 4 && rois.rank() == 2 && rois.dim(1) == 4;
    if (!fits || rois.dim(0) != batches.size()) {
      throw new IllegalArgumentException(
          NAME + ": X " + x + ", rois " + rois + " and batch_indices " + batches + " do not fit");
    }
    workspace.dims[0] = rois.dim(0);
    workspace.dims[1] = x.dim(1);
    workspace.dims[2] = height;
    workspace.dims[3] = width;
    out.resize(workspace.dims, 4);
    if (out.size() == 0) {
      return;
    }
    if (x.dim(2) == 0 || x.dim(3) == 0) {
      throw new IllegalArgumentException(NAME + ": X is " + x + ", images without elements");
    }
    double[] axes = workspace.doubles(0, 6);
    for (int r = 0; r < rois.dim(0); r++) {
      long batch = Shapes.integer(batches, r);
      if (batch < 0 || batch >= x.dim(0)) {
        throw new IllegalArgumentException(
            NAME + ": batch index " + batch + " is outside of X, " + x);
      }
      axis(rois, r, 1, height, axes, 0);
      axis(rois, r, 0, width, axes, 3);
      for (int c = 0; c < x.dim(1); c++) {
        int from = ((int) batch * x.dim(1) + c) * x.dim(2) * x.dim(3);
        int to = (r * x.dim(1) + c) * height * width;
        for (int bin = 0; bin < height * width; bin++) {
          workspace.spend(SAMPLE);
          Reals.set(out, to + bin, pooled(x, from, axes, bin / width, bin % width, workspace));
        }
      }
    }
  }

  private static double rounded(double value, Tensor like) {
    return like.type() == ElementType.FLOAT32 ? (float) value : value;
  }

  /** Begin of a region along an axis, size of its bins, and samples of each. */
  private void axis(Tensor rois, int r, int at, int bins, double[] to, int toAt) {
    double offset = halfPixel ? 0.5 : 0;
    double begin = rounded(rounded(Reals.get(rois, 4 * r + at) * scale, rois) - offset, rois);
    double end = rounded(rounded(Reals.get(rois, 4 * r + at + 2) * scale, rois) - offset, rois);
    double size = rounded(end - begin, rois);
    // Regions that are too small count as one element, as they did before opset 16.
    size = halfPixel ? size : Math.max(size, 1);
    double bin = rounded(size / bins, rois);
    double count = samples > 0 ? samples : Math.ceil(bin);
    if (!(count <= MOST_SAMPLES)) {
      throw new IllegalArgumentException(
          NAME
              + ": region "
              + r
              + " would take "
              + count
              + " samples a bin along an axis; "
              + MOST_SAMPLES
              + " are allowed; see spatial_scale and sampling_ratio");
    }
    to[toAt] = begin;
    to[toAt + 1] = bin;
    to[toAt + 2] = Math.max(count, 0);
  }

  private double pooled(
      Tensor x, int from, double[] axes, int row, int column, Workspace workspace) {
    int rows = (int) axes[2];
    int columns = (int) axes[5];
    double result = 0;
    boolean first = true;
    for (int i = 0; i < rows; i++) {
      workspace.spend(SAMPLE * (columns + 1L));
      double y = place(axes, 0, row, i, x);
      for (int j = 0; j < columns; j++) {
        double value = sample(x, from, y, place(axes, 3, column, j, x));
        result = !largest ? result + value : first ? value : Math.max(result, value);
        first = false;
      }
    }
    return largest ? result : result / Math.max(1, rows * columns);
  }

  private static double place(double[] axes, int at, int bin, int sample, Tensor x) {
    double size = axes[at + 1];
    double start = rounded(axes[at] + rounded(bin * size, x), x);
    double within = rounded(rounded((sample + 0.5) * size, x) / axes[at + 2], x);
    return rounded(start + within, x);
  }

  /** The interpolated value, or the largest weighted neighbour. */
  private double sample(Tensor image, int from, double y, double x) {
    int h = image.dim(2);
    int w = image.dim(3);
    if (!(y >= -1 && y <= h && x >= -1 && x <= w)) {
      return 0;
    }
    int top = Math.min((int) Math.max(y, 0), h - 1);
    int left = Math.min((int) Math.max(x, 0), w - 1);
    int bottom = Math.min(top + 1, h - 1);
    int right = Math.min(left + 1, w - 1);
    double down = bottom == top ? 0 : Math.max(y, 0) - top;
    double across = right == left ? 0 : Math.max(x, 0) - left;
    double a = (1 - down) * (1 - across) * Reals.get(image, from + top * w + left);
    double b = (1 - down) * across * Reals.get(image, from + top * w + right);
    double c = down * (1 - across) * Reals.get(image, from + bottom * w + left);
    double d = down * across * Reals.get(image, from + bottom * w + right);
    return largest ? Math.max(Math.max(a, b), Math.max(c, d)) : a + b + c + d;
  }
}
