package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.product.MatrixProduct;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * ONNX ConvTranspose over one to three spatial axes: X {@code [N, C, ...]}, W {@code [C, M/group,
 * k...]}, B {@code [M]}; Y {@code [N, M, ...]}. Input position {@code i} adds to outputs {@code i
 * stride + k dilation - pad}.
 *
 * <p>Floats: GEMM of the kernel's elements with the image, each sum in the order of channels; then
 * each output takes its bias and the sums that reach it in the order of the kernel's elements. Few
 * positions are rows that meet a packed W. Many are columns that meet the rows of W, so that sums
 * of neighbours stand together. Both give the same bits. Doubles are plain loops in the same order.
 */
final class ConvTranspose implements Operator {

  private static final String NAME = "ConvTranspose";

  /** How many elements of the kernel meet the whole image at once. */
  private static final int ELEMENTS = 64;

  /** Positions up to which they are the rows: sums are then few enough to be read across. */
  private static final int FEW = 8;

  private static final float[] NONE = {};

  private final Window window;
  private final int group;
  private final long @Nullable [] outputPadding;
  private final long @Nullable [] outputShape;
  private final Kernels kernels;

  /** A product of each group, for few positions; empty where W comes with the call. */
  private final List<MatrixProduct> products;

  /** The rows of W, {@code [group, M/group * k, C/group]}; empty where W comes with the call. */
  private final float[] transposed;

  private ConvTranspose(
      Window window,
      int group,
      long @Nullable [] outputPadding,
      long @Nullable [] outputShape,
      Kernels kernels,
      List<MatrixProduct> products,
      float[] transposed) {
    this.window = window;
    this.group = group;
    this.outputPadding = outputPadding;
    this.outputShape = outputShape;
    this.kernels = kernels;
    this.products = products;
    this.transposed = transposed;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(2, 3);
    reader.requireOutputs(1, 1);
    long[] padding = reader.integers("output_padding");
    for (int i = 0; padding != null && i < padding.length; i++) {
      if (padding[i] < 0 || padding[i] > Integer.MAX_VALUE) {
        reader.refuse("output_padding", Long.toString(padding[i]), "expected 0 or more");
      }
    }
    return new ConvTranspose(
        Window.read(NAME, reader, true, false),
        Conv.group(reader),
        padding,
        reader.integers("output_shape"),
        reader.kernels(),
        List.of(),
        NONE);
  }

  private int extra(int axis) {
    return outputPadding == null ? 0 : (int) outputPadding[axis];
  }

  /** Positions of the whole output along an axis before padding is taken off. */
  private long whole(int axis, int in, int kernel) {
    long whole = (in - 1L) * window.stride(axis) + extra(axis) + window.span(axis, kernel);
    if (whole > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "ConvTranspose: spatial axis " + axis + " of " + in + " would be spread over " + whole);
    }
    return whole;
  }

  private long out(int axis, int axes, int in, int kernel) {
    if (outputShape != null) {
      return outputShape[outputShape.length - axes + axis];
    }
    return switch (window.autoPad()) {
      case NOTSET -> whole(axis, in, kernel) - window.givenBefore(axis) - window.givenAfter(axis);
      case VALID -> whole(axis, in, kernel);
      case SAME_UPPER, SAME_LOWER -> (long) in * window.stride(axis);
    };
  }

  /** What is taken off before an axis. */
  private long before(int axis, int in, int kernel, long out) {
    boolean shaped = outputShape != null;
    boolean same =
        window.autoPad() == Window.AutoPad.SAME_UPPER
            || window.autoPad() == Window.AutoPad.SAME_LOWER;
    if (!shaped && !same) {
      return window.autoPad() == Window.AutoPad.VALID ? 0 : window.givenBefore(axis);
    }
    long total = Math.max(0, whole(axis, in, kernel) - out);
    // ONNX's text: the larger half is at the end for SAME_UPPER, else at the beginning.
    return window.autoPad() == Window.AutoPad.SAME_UPPER ? total / 2 : total - total / 2;
  }

  @Override
  public int wantedRank(@Nullable Tensor weights) {
    return weights == null ? -1 : weights.rank();
  }

  @Override
  public int wantedSize(Tensor weights, int axis, int rank) {
    return axis == 1 && weights.rank() > 2 ? weights.dim(0) : -1;
  }

  @Override
  public boolean usesKernels() {
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact w = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "X", x, Types.REALS);
    Types.requireSame(NAME, x, w);
    Fact b = Ports.optional(inputs, 2);
    if (b != null) {
      Types.requireSame(NAME, x, b);
    }
    int[] xDims = x.dims();
    int[] wDims = w.dims();
    if (xDims == null) {
      return new Fact[] {Fact.of(x.type())};
    }
    int axes = axes(xDims.length);
    int[] out = Shapes.unknown(xDims.length);
    out[0] = xDims[0];
    if (wDims != null) {
      requireFits(xDims, wDims, b == null ? null : b.dims());
      out[1] = wDims[1] < 0 ? Fact.UNKNOWN : Shapes.dim(NAME, (long) wDims[1] * group);
      for (int axis = 0; axis < axes; axis++) {
        int in = xDims[2 + axis];
        int kernel = wDims[2 + axis];
        boolean known = outputShape != null || (in >= 0 && kernel >= 0);
        out[2 + axis] = known ? Shapes.dim(NAME, out(axis, axes, in, kernel)) : Fact.UNKNOWN;
      }
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  private int axes(int rank) {
    int axes = window.axes(rank);
    boolean fits =
        (outputPadding == null || outputPadding.length == axes)
            && (outputShape == null
                || outputShape.length == axes
                || outputShape.length == axes + 2);
    if (!fits) {
      throw new IllegalArgumentException(
          "ConvTranspose: output_padding or output_shape do not fit an input of rank " + rank);
    }
    return axes;
  }

  private void requireFits(int[] x, int[] w, int @Nullable [] b) {
    boolean fits = w.length == x.length && (w[0] < 0 || x[1] < 0 || w[0] == x[1]);
    fits = fits && (x[1] < 0 || x[1] % group == 0);
    fits = fits && window.fitsKernels(w);
    fits =
        fits
            && (b == null
                || (b.length == 1 && (b[0] < 0 || w[1] < 0 || b[0] == (long) w[1] * group)));
    if (!fits) {
      throw new IllegalArgumentException(
          "ConvTranspose: X has "
              + Shapes.text(x)
              + ", W "
              + Shapes.text(w)
              + (b == null ? "" : ", B " + Shapes.text(b))
              + ", group "
              + group
              + ": they do not fit each other or kernel_shape");
    }
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    Tensor w = Ports.optional(constants, 1);
    if (w == null || w.type() != ElementType.FLOAT32 || w.size() == 0 || w.dim(0) % group != 0) {
      return new ConvTranspose(
          window, group, outputPadding, outputShape, packing.kernels(), List.of(), NONE);
    }
    int channels = w.dim(0) / group;
    int columns = w.size() / w.dim(0);
    int panels = packing.kernels().packer().panels(1, columns);
    int lanes = packing.kernels().lanes();
    MatrixProduct[] each = new MatrixProduct[group];
    for (int g = 0; g < group; g++) {
      int at = g * channels * columns;
      FloatPanels matrix = packing.empty(w);
      float[] to = matrix.reshape(channels, panels, packing.bounds());
      pack(w.floats(), at, channels, columns, lanes, to, packing.bounds().watch());
      each[g] = packing.settled(matrix);
    }
    float[] rows = packing.floats(w.size());
    transpose(w, rows, packing.bounds().watch());
    return new ConvTranspose(
        window, group, outputPadding, outputShape, packing.kernels(), List.of(each), rows);
  }

  @Override
  public long packedBytes() {
    long bytes = 4L * transposed.length;
    for (MatrixProduct product : products) {
      bytes += product.matrix().bytes();
    }
    return bytes;
  }

  @Override
  public String describe() {
    return products.isEmpty()
        ? ""
        : "W packed in panels of %d (%,d bytes), %s"
            .formatted(2 * kernels.lanes(), packedBytes(), kernels.describe());
  }

  /** {@code [channels, columns]} in panels of columns, the last one filled up with zeros. */
  private static void pack(
      float[] w, int wAt, int channels, int columns, int lanes, float[] to, Watch watch) {
    int panel = 2 * lanes;
    int next = 0;
    for (int from = 0; from < columns; from += panel) {
      int some = Math.min(panel, columns - from);
      watch.spend((long) panel * channels);
      for (int c = 0; c < channels; c++) {
        System.arraycopy(w, wAt + c * columns + from, to, next, some);
        if (some < panel) {
          Arrays.fill(to, next + some, next + panel, 0f);
        }
        next += panel;
      }
    }
  }

  /** {@code [C, M/group, k]} to {@code [group, M/group * k, C/group]}. */
  private void transpose(Tensor w, float[] to, Watch watch) {
    int channels = w.dim(0) / group;
    int columns = w.size() / w.dim(0);
    for (int c = 0; c < w.dim(0); c++) {
      watch.spend(columns);
      int at = c / channels * channels * columns + c % channels;
      for (int column = 0; column < columns; column++) {
        to[at + column * channels] = w.floats()[c * columns + column];
      }
    }
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact w = Ports.required(NAME, inputs, 1);
    // Each element of X meets the kernels of all planes.
    long terms = Work.size(w) / Work.dim(w, 0);
    long products = Shapes.times(Work.size(Ports.required(NAME, inputs, 0)), terms);
    return Work.plus(Work.elements(inputs, outputs), Shapes.times(products, 8L * Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor w = Ports.required(NAME, inputs, 1);
    Tensor b = Ports.optional(inputs, 2);
    Tensor out = Ports.required(NAME, outputs, 0);
    Grid grid = WindowScratch.of(workspace).grid;
    if (!workspace.knowsShapes(inputs, out)) {
      fit(grid, x, w, b, out, workspace);
      workspace.noteShapes(inputs, out);
    }
    if (out.size() == 0) {
      return;
    }
    if (x.type() == ElementType.FLOAT32) {
      floats(grid, x, w, b, out, workspace);
    } else {
      doubles(grid, x, w, b, out, workspace);
    }
  }

  /** Makes ready what follows from the shapes of a call. */
  private void fit(
      Grid grid, Tensor x, Tensor w, @Nullable Tensor b, Tensor out, Workspace workspace) {
    int axes = axes(x.rank());
    if (x.rank() != w.rank()
        || x.dim(1) != w.dim(0)
        || x.dim(1) % group != 0
        || !window.fitsKernels(w)
        || (b != null && (b.rank() != 1 || b.dim(0) != (long) w.dim(1) * group))) {
      requireFits(x.shape(), w.shape(), b == null ? null : b.shape());
    }
    grid.reset();
    workspace.dims[0] = x.dim(0);
    workspace.dims[1] = Shapes.dim(NAME, (long) w.dim(1) * group);
    for (int axis = 0; axis < axes; axis++) {
      int to = Window.MOST_AXES - axes + axis;
      int in = x.dim(2 + axis);
      int kernel = w.dim(2 + axis);
      long size = out(axis, axes, in, kernel);
      grid.in[to] = in;
      grid.kernel[to] = kernel;
      grid.stride[to] = window.stride(axis);
      grid.dilation[to] = window.dilation(axis);
      grid.before[to] = (int) before(axis, in, kernel, size);
      grid.out[to] = Shapes.dim(NAME, size);
      workspace.dims[2 + axis] = grid.out[to];
    }
    grid.multiply();
    out.resize(workspace.dims, x.rank());
  }

  private void floats(
      Grid grid, Tensor x, Tensor w, @Nullable Tensor b, Tensor out, Workspace workspace) {
    int planes = w.dim(1);
    fill(b, x.dim(0) * group, planes, grid, out.floats(), workspace);
    if (x.size() == 0) {
      return; // no channels: positions may be any number
    }
    if (!products.isEmpty() && grid.inSize <= FEW) {
      few(grid, x, planes, out.floats(), workspace);
      return;
    }
    float[] rows = transposed;
    if (rows.length == 0) {
      rows = workspace.floats(3, w.size());
      transpose(w, rows, workspace.bounds().watch());
    }
    many(grid, x, rows, planes, out.floats(), workspace);
  }

  /** Positions are rows of A, elements of the kernel are columns of B. */
  private void few(Grid grid, Tensor x, int planes, float[] out, Workspace workspace) {
    int channels = x.dim(1) / group;
    int columns = planes * grid.kernelSize;
    int panel = 2 * kernels.lanes();
    int panels = products.getFirst().matrix().panels();
    int somePanels = Math.min(panels, ELEMENTS / panel);
    int rowSize = somePanels * panel;
    float[] rows = workspace.floats(0, (long) grid.inSize * channels);
    float[] sums = workspace.floats(1, (long) grid.inSize * rowSize);
    int[] at = workspace.ints(0, grid.inSize);
    for (int i = 0; i < grid.inSize; i++) {
      at[i] = i * channels;
    }
    Operands operands = workspace.operands();
    operands.rows(rows, at).start(zeros(rowSize, workspace), 0, 0).into(sums, 0, rowSize);
    for (int image = 0; image < x.dim(0) * group; image++) {
      MatrixProduct product = products.get(image % group);
      positions(x.floats(), image * channels * grid.inSize, channels, grid, rows, workspace);
      for (int p = 0; p < panels; p += somePanels) {
        int count = Math.min(somePanels, panels - p);
        workspace.spend((long) grid.inSize * channels * count * panel);
        product.multiply(operands, grid.inSize, p, count, workspace.bounds().watch());
        int end = Math.min(columns, (p + count) * panel);
        for (int column = p * panel; column < end; column++) {
          int outAt = (image * planes + column / grid.kernelSize) * grid.outSize;
          int element = column % grid.kernelSize;
          scatter(grid, element, sums, column - p * panel, rowSize, out, outAt, workspace);
        }
      }
    }
  }

  /** Elements of the kernel are rows of A, positions are columns of B, packed in each call. */
  private void many(
      Grid grid, Tensor x, float[] rows, int planes, float[] out, Workspace workspace) {
    int channels = x.dim(1) / group;
    int panels = kernels.packer().panels(1, grid.inSize);
    int rowSize = kernels.packer().rowSize(1, grid.inSize);
    float[] packed = workspace.floats(0, (long) rowSize * channels);
    int most = Math.min(ELEMENTS, grid.kernelSize);
    float[] sums = workspace.floats(1, (long) most * rowSize);
    int[] at = workspace.ints(0, most);
    MatrixProduct product = WindowScratch.of(workspace).product(kernels, packed, channels, panels);
    Operands operands = workspace.operands();
    operands.rows(rows, at).start(zeros(rowSize, workspace), 0, 0).into(sums, 0, rowSize);
    Watch watch = workspace.bounds().watch();
    for (int image = 0; image < x.dim(0) * group; image++) {
      int imageAt = image * channels * grid.inSize;
      pack(x.floats(), imageAt, channels, grid.inSize, kernels.lanes(), packed, watch);
      for (int m = 0; m < planes; m++) {
        int element = (image % group * planes + m) * grid.kernelSize;
        int outAt = (image * planes + m) * grid.outSize;
        for (int from = 0; from < grid.kernelSize; from += most) {
          int count = Math.min(most, grid.kernelSize - from);
          for (int k = 0; k < count; k++) {
            at[k] = (element + from + k) * channels;
          }
          workspace.spend(product.work(count));
          product.multiply(operands, count, watch);
          for (int k = 0; k < count; k++) {
            scatter(grid, from + k, sums, k * rowSize, 1, out, outAt, workspace);
          }
        }
      }
    }
  }

  private static float[] zeros(int size, Workspace workspace) {
    float[] zeros = workspace.floats(2, size);
    Arrays.fill(zeros, 0, size, 0f);
    return zeros;
  }

  /** {@code [channels, in]} to {@code [in, channels]}. */
  private static void positions(
      float[] x, int xAt, int channels, Grid grid, float[] to, Workspace workspace) {
    for (int c = 0; c < channels; c++) {
      workspace.spend(Work.ROW + grid.inSize);
      for (int i = 0; i < grid.inSize; i++) {
        to[i * channels + c] = x[xAt + c * grid.inSize + i];
      }
    }
  }

  /** Starts each output at its bias. */
  private void fill(
      @Nullable Tensor b, int images, int planes, Grid grid, float[] out, Workspace workspace) {
    for (int plane = 0; plane < images * planes; plane++) {
      float bias = b == null ? 0f : b.floats()[plane % (group * planes)];
      workspace.spend(grid.outSize);
      Arrays.fill(out, plane * grid.outSize, (plane + 1) * grid.outSize, bias);
    }
  }

  /**
   * Adds the sums of one element of the kernel to the outputs they reach.
   *
   * @param sumsAt the sum of the first position
   * @param sumsStep from position to position
   */
  private static void scatter(
      Grid grid,
      int element,
      float[] sums,
      int sumsAt,
      int sumsStep,
      float[] out,
      int outAt,
      Workspace workspace) {
    int w = element % grid.kernel[2] * grid.dilation[2] - grid.before[2];
    int h = element / grid.kernel[2] % grid.kernel[1] * grid.dilation[1] - grid.before[1];
    int d = element / grid.kernel[2] / grid.kernel[1] * grid.dilation[0] - grid.before[0];
    int stride = grid.stride[2];
    int first = w >= 0 ? 0 : Math.ceilDiv(-w, stride);
    int end = w >= grid.out[2] ? 0 : Math.min(grid.in[2], (grid.out[2] - 1 - w) / stride + 1);
    for (int id = 0; id < grid.in[0]; id++) {
      int od = id * grid.stride[0] + d;
      for (int ih = 0, last = 0; ih < grid.in[1] && od >= 0 && od < grid.out[0]; ih++) {
        last = ih < last ? last : workspace.piece(ih, grid.in[1], Work.ROW + grid.in[2]);
        int oh = ih * grid.stride[1] + h;
        if (oh < 0 || oh >= grid.out[1]) {
          continue;
        }
        int from = (id * grid.in[1] + ih) * grid.in[2];
        int to = outAt + (od * grid.out[1] + oh) * grid.out[2] + w;
        if (sumsStep == 1) {
          int at = sumsAt + from;
          for (int i = first; i < end; i++) {
            out[to + i * stride] += sums[at + i];
          }
          continue;
        }
        for (int i = first; i < end; i++) {
          out[to + i * stride] += sums[sumsAt + (from + i) * sumsStep];
        }
      }
    }
  }

  private void doubles(
      Grid grid, Tensor x, Tensor w, @Nullable Tensor b, Tensor out, Workspace workspace) {
    int channels = x.dim(1) / group;
    int planes = w.dim(1);
    for (int plane = 0; plane < x.dim(0) * group * planes; plane++) {
      int m = plane % planes;
      int g = plane / planes % group;
      int n = plane / planes / group;
      int outAt = plane * grid.outSize;
      double bias = b == null ? 0 : b.doubles()[g * planes + m];
      workspace.spend(grid.outSize);
      Arrays.fill(out.doubles(), outAt, outAt + grid.outSize, bias);
      for (int k = 0; k < grid.kernelSize && x.size() > 0; k++) {
        for (int i = 0, end = 0; i < grid.inSize; i++) {
          end = i < end ? end : workspace.piece(i, grid.inSize, 2L * Work.ROW + channels);
          int to = target(grid, k, i);
          if (to < 0) {
            continue;
          }
          double sum = 0;
          for (int c = 0; c < channels; c++) {
            int channel = g * channels + c;
            sum =
                Math.fma(
                    x.doubles()[(n * group * channels + channel) * grid.inSize + i],
                    w.doubles()[(channel * planes + m) * grid.kernelSize + k],
                    sum);
          }
          out.doubles()[outAt + to] += sum;
        }
      }
    }
  }

  /** The output position that an input position reaches by an element; -1 where it is outside. */
  private static int target(Grid grid, int element, int position) {
    int kernel = element;
    int in = position;
    int to = 0;
    int stride = 1;
    for (int axis = Window.MOST_AXES - 1; axis >= 0; axis--) {
      int out =
          in % grid.in[axis] * grid.stride[axis]
              + kernel % grid.kernel[axis] * grid.dilation[axis]
              - grid.before[axis];
      if (out < 0 || out >= grid.out[axis]) {
        return -1;
      }
      to += out * stride;
      stride *= grid.out[axis];
      in /= grid.in[axis];
      kernel /= grid.kernel[axis];
    }
    return to;
  }
}
