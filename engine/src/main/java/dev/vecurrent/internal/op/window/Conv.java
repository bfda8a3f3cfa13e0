package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Epilogue;
import dev.vecurrent.internal.op.base.EpilogueHost;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Conv over one to three spatial axes: X {@code [N, C, ...]}, W {@code [M, C/group, k...]}, B
 * {@code [M]}; Y {@code [N, M, ...]}. Each output starts at its bias and takes its terms in the
 * order of W's elements: channel, then position in the kernel.
 *
 * <p>Floats go through the kernels of the recurrent layers: positions as columns ({@link
 * ConvImage}), or, where there are few of them and W is constant, as rows with output channels as
 * columns ({@link ConvWeights}), which gives the same bits. Groups of few output channels, such as
 * depth-wise ones, and doubles are plain loops over the output's rows.
 */
final class Conv implements EpilogueHost {

  private static final String NAME = "Conv";

  /** Output channels of a group from which the kernels pay. */
  private static final int LEAST_COLUMNS = 4;

  private final Window window;
  private final int group;
  private final Kernels kernels;
  private final @Nullable ConvWeights packed;
  private final @Nullable Epilogue epilogue;

  private Conv(
      Window window,
      int group,
      Kernels kernels,
      @Nullable ConvWeights packed,
      @Nullable Epilogue epilogue) {
    this.epilogue = epilogue;
    this.window = window;
    this.group = group;
    this.kernels = kernels;
    this.packed = packed;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(2, 3);
    reader.requireOutputs(1, 1);
    Window window = Window.read(NAME, reader, true, false);
    return new Conv(window, group(reader), reader.kernels(), null, null);
  }

  static int group(NodeReader reader) {
    long group = reader.integer("group", 1);
    if (group < 1 || group > Integer.MAX_VALUE) {
      reader.refuse("group", Long.toString(group), "expected 1 or more");
      return 1;
    }
    return (int) group;
  }

  @Override
  public int wantedRank(@Nullable Tensor weights) {
    return weights == null ? -1 : weights.rank();
  }

  @Override
  public int wantedSize(Tensor weights, int axis, int rank) {
    return axis == 1 && weights.rank() > 2 ? weights.dim(1) * group : -1;
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
    int axes = window.axes(xDims.length);
    if (wDims == null) {
      return new Fact[] {new Fact(x.type(), Shapes.unknown(xDims.length), null, null)};
    }
    requireFits(xDims, wDims, b == null ? null : b.dims());
    int[] out = new int[xDims.length];
    out[0] = xDims[0];
    out[1] = wDims[0];
    for (int axis = 0; axis < axes; axis++) {
      out[2 + axis] = window.outKnown(axis, xDims[2 + axis], wDims[2 + axis]);
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  /** Refuses weights that do not fit X, so far as sizes are known. */
  private void requireFits(int[] x, int[] w, int @Nullable [] b) {
    boolean fits = w.length == x.length;
    fits = fits && (w[1] < 0 || x[1] < 0 || (long) w[1] * group == x[1]);
    fits = fits && (w[0] < 0 || w[0] % group == 0);
    fits = fits && window.fitsKernels(w);
    fits = fits && (b == null || (b.length == 1 && (b[0] < 0 || w[0] < 0 || b[0] == w[0])));
    if (!fits) {
      throw new IllegalArgumentException(
          "Conv: X has "
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
  public EpilogueHost withEpilogue(Epilogue chain) {
    return new Conv(window, group, kernels, packed, chain);
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    Tensor w = Ports.optional(constants, 1);
    ConvWeights weights = w != null && usesKernels(w) ? new ConvWeights(packing, w, group) : null;
    return new Conv(window, group, packing.kernels(), weights, epilogue);
  }

  private boolean usesKernels(Tensor w) {
    return w.type() == ElementType.FLOAT32 && w.size() > 0 && w.dim(0) / group >= LEAST_COLUMNS;
  }

  @Override
  public String describe() {
    String weights = packed == null ? "" : packed.describe();
    return epilogue == null ? weights : weights + epilogue.asEpilogue();
  }

  @Override
  public long packedBytes() {
    return packed == null ? 0 : packed.bytes();
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long columns = Math.max(1, Work.dim(inputs[1], 0) / group);
    long padded = Math.ceilDiv(Work.padded(columns), columns);
    return Shapes.times(padded, work(inputs[1], inputs, outputs));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor w = Ports.required(NAME, inputs, 1);
    Tensor b = Ports.optional(inputs, 2);
    Tensor out = Ports.required(NAME, outputs, 0);
    WindowScratch own = WindowScratch.of(workspace);
    if (!workspace.knowsShapes(inputs, out)) {
      fit(own, x, w, b, out, workspace);
      workspace.noteShapes(inputs, out);
    }
    if (out.size() == 0) {
      return;
    }
    Grid grid = own.grid;
    if (own.asImage) {
      ConvImage.run(kernels, own, x, w, b, group, epilogue, out, workspace);
    } else if (packed != null) {
      packed.run(grid, x, b, epilogue, out, workspace);
    } else if (x.type() == ElementType.FLOAT64) {
      PlainConv.doubles(grid, x, w, b, group, out, workspace);
    } else {
      PlainConv.floats(grid, x, w, b, group, out, workspace);
      if (epilogue != null) {
        epilogue.inPlace(out.floats(), 0, out.size(), workspace);
      }
    }
  }

  /** Makes ready what follows from the shapes of a call. */
  private void fit(
      WindowScratch own, Tensor x, Tensor w, @Nullable Tensor b, Tensor out, Workspace workspace) {
    int axes = window.axes(x.rank());
    requireFits(x, w, b);
    int[] kernel = workspace.ints(3, Window.MOST_AXES);
    for (int axis = 0; axis < axes; axis++) {
      kernel[axis] = w.dim(2 + axis);
    }
    Grid grid = own.grid;
    grid.window(window, x, kernel);
    workspace.dims[0] = x.dim(0);
    workspace.dims[1] = w.dim(0);
    for (int axis = 0; axis < axes; axis++) {
      workspace.dims[2 + axis] = grid.out[Window.MOST_AXES - axes + axis];
    }
    out.resize(workspace.dims, x.rank());
    own.asImage =
        usesKernels(w) && out.size() > 0 && ConvImage.pays(grid, kernels, x, w.dim(1), group, out);
    if (own.asImage) {
      ConvImage.fit(kernels, own, w.dim(1), workspace);
    }
  }

  /**
   * The work of a convolution: terms of all outputs, rows of outputs for each term, and a padded
   * image.
   */
  static long work(@Nullable Fact w, @Nullable Fact[] inputs, Fact[] outputs) {
    long made = Work.made(outputs);
    long terms = w == null ? 1 : Work.size(w) / Work.dim(w, 0);
    long rows = made / Work.dimFromEnd(outputs[0], 1);
    long work = Shapes.times(terms, Work.plus(made, Shapes.times(Work.ROW, rows)));
    long moved = Work.plus(Work.elements(inputs, outputs), ConvImage.SMALL);
    return Work.plus(work, Shapes.times(2L * ConvImage.MOST_TIMES_LARGER, moved));
  }

  private void requireFits(Tensor x, Tensor w, @Nullable Tensor b) {
    boolean fits =
        w.rank() == x.rank()
            && (long) w.dim(1) * group == x.dim(1)
            && w.dim(0) % group == 0
            && (b == null || (b.rank() == 1 && b.dim(0) == w.dim(0)));
    fits = fits && window.fitsKernels(w);
    if (!fits) {
      requireFits(x.shape(), w.shape(), b == null ? null : b.shape());
    }
  }
}
