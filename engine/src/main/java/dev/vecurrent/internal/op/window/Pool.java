package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/**
 * ONNX MaxPool, AveragePool and LpPool over one to three spatial axes, and their Global forms,
 * whose window is the whole plane. Sums take their terms in the order of the window's positions.
 * LpPool gives {@code (sum of |x|^p)^(1/p)}, computed in double, and padding has no part in it.
 * MaxPool's second output is the flat index of each maximum in X (the first of equal ones), by rows
 * or, where {@code storage_order} is 1, by columns of each plane.
 */
final class Pool implements Operator {

  /** Which operator. */
  enum Kind {
    MAX("MaxPool"),
    AVERAGE("AveragePool"),
    NORM("LpPool"),
    GLOBAL_MAX("GlobalMaxPool"),
    GLOBAL_AVERAGE("GlobalAveragePool"),
    GLOBAL_NORM("GlobalLpPool");

    private final String onnx;

    Kind(String onnx) {
      this.onnx = onnx;
    }

    boolean isMax() {
      return this == MAX || this == GLOBAL_MAX;
    }

    boolean isNorm() {
      return this == NORM || this == GLOBAL_NORM;
    }
  }

  private static final Set<ElementType> OF_MAX =
      Set.of(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT8, ElementType.UINT8);

  private final Kind kind;
  private final @Nullable Window window;
  private final boolean countPadding;
  private final boolean byColumns;
  private final int outputs;

  /** The exponent of the norm; 0 where the kind is none. */
  private final double exponent;

  private Pool(
      Kind kind,
      @Nullable Window window,
      boolean countPadding,
      boolean byColumns,
      int outputs,
      double exponent) {
    this.kind = kind;
    this.window = window;
    this.countPadding = countPadding;
    this.byColumns = byColumns;
    this.outputs = outputs;
    this.exponent = exponent;
  }

  static Operator global(NodeReader reader, Kind kind) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Pool(kind, null, false, false, 1, 0);
  }

  static Operator globalNorm(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Pool(Kind.GLOBAL_NORM, null, false, false, 1, exponent(reader));
  }

  static Operator norm(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    boolean newer = reader.opset() >= 18;
    Window window = Window.read(Kind.NORM.onnx, reader, newer, newer);
    requireKernel(reader, window);
    return new Pool(Kind.NORM, window, false, false, 1, exponent(reader));
  }

  /** A FLOAT in opset 1, an INT since then. */
  private static double exponent(NodeReader reader) {
    double exponent = reader.opset() < 2 ? reader.number("p", 2) : reader.integer("p", 2);
    if (!(exponent >= 1)) {
      reader.refuse("p", Double.toString(exponent), "expected 1 or more");
    }
    return exponent;
  }

  static Operator max(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, reader.opset() < 8 ? 1 : 2);
    boolean byColumns = reader.opset() >= 8 && reader.flag("storage_order", false);
    Window window = Window.read(Kind.MAX.onnx, reader, reader.opset() >= 10, reader.opset() >= 10);
    requireKernel(reader, window);
    return new Pool(Kind.MAX, window, false, byColumns, reader.outputs(), 0);
  }

  static Operator average(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    boolean countPadding = reader.flag("count_include_pad", false);
    Window window =
        Window.read(Kind.AVERAGE.onnx, reader, reader.opset() >= 19, reader.opset() >= 10);
    requireKernel(reader, window);
    return new Pool(Kind.AVERAGE, window, countPadding, false, 1, 0);
  }

  private static void requireKernel(NodeReader reader, Window window) {
    if (!window.hasKernel()) {
      reader.refuse("kernel_shape", "", "is required");
    }
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(kind.onnx, inputs, 0);
    Types.require(kind.onnx, "X", x, kind == Kind.MAX ? OF_MAX : Types.REALS);
    int[] dims = x.dims();
    int[] out = null;
    if (dims != null) {
      if (dims.length < 2) {
        throw new IllegalArgumentException(
            kind.onnx + ": expected [N, C, ...], found " + Shapes.text(dims));
      }
      out = dims.clone();
      if (window == null) {
        Arrays.fill(out, 2, out.length, 1);
      } else {
        for (int axis = 0; axis < window.axes(dims.length); axis++) {
          out[2 + axis] = window.outKnown(axis, dims[2 + axis], window.kernel(axis));
        }
      }
    }
    Fact values = new Fact(x.type(), out, null, null);
    return outputs == 1
        ? new Fact[] {values}
        : new Fact[] {values, new Fact(ElementType.INT64, out, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact x = Ports.required(kind.onnx, inputs, 0);
    int[] dims = x.dims();
    int rank = dims == null ? 0 : dims.length;
    long made = Shapes.times(2, Work.made(outputs));
    long rows = made / Work.dimFromEnd(outputs[0], 1);
    long planes = window == null ? Work.size(x) / Work.dim(x, 0) / Work.dim(x, 1) : 1;
    for (int axis = 0; window != null && axis < rank - 3; axis++) {
      planes = Shapes.times(planes, window.kernel(axis));
    }
    long length = window == null ? 1 : window.kernel(Math.max(0, rank - 3));
    long each = Work.plus(made, Shapes.times(rows, 2L * Work.ROW));
    long terms = Shapes.times(Shapes.times(planes, length), each);
    long rowsRead = Shapes.times(Shapes.times(rows, planes), 2 * Work.dimFromEnd(x, 1));
    long work = Work.plus(Shapes.times(each(), terms), rowsRead);
    return Work.plus(Work.products(inputs, outputs, 4L * Work.ROW), work);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(kind.onnx, inputs, 0);
    Grid grid = WindowScratch.of(workspace).grid;
    sizes(x, grid, workspace);
    Tensor out = Ports.optional(outputs, 0);
    Tensor indices = Ports.optional(outputs, 1);
    if (out != null) {
      out.resize(workspace.dims, x.rank());
    }
    if (indices != null) {
      indices.resize(workspace.dims, x.rank());
    }
    Tensor sized = out != null ? out : indices;
    if (sized == null || sized.size() == 0) {
      return;
    }
    int planes = x.dim(0) * x.dim(1);
    boolean byRows = x.type() == ElementType.FLOAT32 && indices == null && !kind.isNorm();
    if (byRows && out != null && window != null && (!kind.isMax() || PoolRows.fits(grid))) {
      PoolRows.run(grid, kind.isMax(), countPadding, x.floats(), out.floats(), planes, workspace);
      return;
    }
    for (int plane = 0; plane < planes; plane++) {
      for (int position = 0; position < grid.outSize; position++) {
        workspace.spend(2 * Work.ROW);
        window(grid, x, plane, position, out, indices, workspace);
      }
    }
  }

  private void sizes(Tensor x, Grid grid, Workspace workspace) {
    if (x.rank() < 2) {
      throw new IllegalArgumentException(kind.onnx + ": expected [N, C, ...], found " + x);
    }
    Shapes.copyDims(x, workspace.dims);
    if (window == null) {
      grid.reset();
      grid.in[2] = x.dim(0) * x.dim(1) == 0 ? 1 : x.size() / (x.dim(0) * x.dim(1));
      grid.kernel[2] = grid.in[2];
      grid.multiply();
      Arrays.fill(workspace.dims, 2, x.rank(), 1);
      return;
    }
    int axes = window.axes(x.rank());
    int[] kernel = workspace.ints(3, Window.MOST_AXES);
    for (int axis = 0; axis < axes; axis++) {
      kernel[axis] = window.kernel(axis);
    }
    grid.window(window, x, kernel);
    for (int axis = 0; axis < axes; axis++) {
      workspace.dims[2 + axis] = grid.out[Window.MOST_AXES - axes + axis];
    }
  }

  /** One window of one plane. */
  private void window(
      Grid grid,
      Tensor x,
      int plane,
      int position,
      @Nullable Tensor out,
      @Nullable Tensor indices,
      Workspace workspace) {
    int d = grid.start(0, position / grid.out[2] / grid.out[1]);
    int h = grid.start(1, position / grid.out[2] % grid.out[1]);
    int w = grid.start(2, position % grid.out[2]);
    int planeAt = plane * grid.inSize;
    boolean single = x.type() == ElementType.FLOAT32;
    double best = Double.NEGATIVE_INFINITY;
    int bestAt = -1;
    float sum = 0;
    double wideSum = 0;
    int count = 0;
    for (int kd = grid.first(0, d); kd < grid.end(0, d); kd++) {
      int inD = d + kd * grid.dilation[0];
      for (int kh = grid.first(1, h); kh < grid.end(1, h); kh++) {
        int inH = h + kh * grid.dilation[1];
        workspace.spend(Work.ROW);
        int rowAt = planeAt + (inD * grid.in[1] + inH) * grid.in[2] + w;
        int endW = grid.end(2, w);
        for (int kw = grid.first(2, w), last = kw; kw < endW; kw++) {
          last = kw < last ? last : workspace.piece(kw, endW, each());
          int at = rowAt + kw * grid.dilation[2];
          count++;
          if (kind.isMax()) {
            double value = element(x, at);
            if (bestAt < 0 || value > best || (Double.isNaN(value) && !Double.isNaN(best))) {
              best = value;
              bestAt = at;
            }
          } else if (kind.isNorm()) {
            wideSum += power(single ? x.floats()[at] : x.doubles()[at]);
          } else if (single) {
            sum += x.floats()[at];
          } else {
            wideSum += x.doubles()[at];
          }
        }
      }
    }
    int to = plane * grid.outSize + position;
    long divisor =
        countPadding ? (long) grid.spanned(0, d) * grid.spanned(1, h) * grid.spanned(2, w) : count;
    if (out != null && kind.isNorm()) {
      double norm = root(wideSum);
      if (single) {
        out.floats()[to] = (float) norm;
      } else {
        out.doubles()[to] = norm;
      }
    } else if (out != null && single) {
      out.floats()[to] = kind.isMax() ? (float) best : divisor == 0 ? 0 : sum / divisor;
    } else if (out != null && !x.type().isFloatingPoint()) {
      Integers.set(out, to, bestAt < 0 ? Integers.least(x.type()) : (long) best);
    } else if (out != null) {
      out.doubles()[to] = kind.isMax() ? best : divisor == 0 ? 0 : wideSum / divisor;
    }
    if (indices != null) {
      indices.longs()[to] =
          byColumns && bestAt >= 0 ? transposed(grid, bestAt - planeAt) + planeAt : bestAt;
    }
  }

  private static double element(Tensor x, int at) {
    return switch (x.type()) {
      case FLOAT32 -> x.floats()[at];
      case FLOAT64 -> x.doubles()[at];
      default -> Integers.get(x, at);
    };
  }

  /** The work of an element of a window. */
  private int each() {
    return kind.isNorm() && exponent != 1 && exponent != 2 ? Work.STRICT : Work.TYPED;
  }

  private double power(double x) {
    if (exponent == 1) {
      return Math.abs(x);
    }
    return exponent == 2 ? x * x : StrictMath.pow(Math.abs(x), exponent);
  }

  private double root(double sum) {
    if (exponent == 1) {
      return sum;
    }
    return exponent == 2 ? Math.sqrt(sum) : StrictMath.pow(sum, 1 / exponent);
  }

  /** A position of a plane counted by its first axis fastest. */
  private static int transposed(Grid grid, int at) {
    int w = at % grid.in[2];
    int h = at / grid.in[2] % grid.in[1];
    int d = at / grid.in[2] / grid.in[1];
    return (w * grid.in[1] + h) * grid.in[0] + d;
  }
}
