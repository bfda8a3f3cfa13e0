package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;

/**
 * ONNX GridSample (since opset 16): {@code X [N, C, d...]} of one to three spatial axes, sampled at
 * the places of {@code grid [N, o..., axes]}, whose last axis counts from the innermost axis of X;
 * gives {@code [N, C, o...]}. Places are computed in the type of the grid, as ONNX Runtime does:
 * which element is the nearest may depend on their last bit.
 */
final class GridSample implements Operator {

  private static final String NAME = "GridSample";

  /** What is beyond the image. */
  enum Padding {
    ZEROS,
    BORDER,
    REFLECTION
  }

  /** How many elements make a sample along an axis. */
  private enum Mode {
    NEAREST,
    LINEAR,
    CUBIC
  }

  private final Mode mode;
  private final Padding padding;
  private final boolean alignCorners;

  private GridSample(Mode mode, Padding padding, boolean alignCorners) {
    this.mode = mode;
    this.padding = padding;
    this.alignCorners = alignCorners;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(16);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new GridSample(
        mode(reader),
        reader.choice("padding_mode", List.of(Padding.ZEROS, Padding.BORDER, Padding.REFLECTION)),
        reader.flag("align_corners", false));
  }

  /** Opset 20 has other names for the modes; some exporters keep the old ones. */
  private static Mode mode(NodeReader reader) {
    String name = reader.string("mode", "linear");
    return switch (name) {
      case "linear", "bilinear" -> Mode.LINEAR;
      case "cubic", "bicubic" -> Mode.CUBIC;
      case "nearest" -> Mode.NEAREST;
      default -> {
        reader.refuse(
            "mode", name, "expected linear, cubic or nearest (bilinear, bicubic below opset 20)");
        yield Mode.LINEAR;
      }
    };
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact grid = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "X", x, Types.REALS);
    Types.require(NAME, "grid", grid, Types.REALS);
    int[] dims = x.dims();
    int[] places = grid.dims();
    if (dims == null && places == null) {
      return new Fact[] {Fact.of(x.type())};
    }
    int rank = dims != null ? dims.length : places == null ? 0 : places.length;
    boolean fits = rank >= 3 && rank <= 5;
    int[] out = Shapes.unknown(Math.max(2, rank));
    if (dims != null && fits) {
      out[0] = dims[0];
      out[1] = dims[1];
    }
    if (places != null) {
      fits =
          fits && places.length == rank && (places[rank - 1] < 0 || places[rank - 1] == rank - 2);
    }
    if (places != null && fits) {
      out[0] = Fact.both(out[0], places[0]);
      System.arraycopy(places, 1, out, 2, rank - 2);
    }
    if (!fits) {
      throw misfit(
          dims == null ? "?" : Shapes.text(dims), places == null ? "?" : Shapes.text(places));
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  private static IllegalArgumentException misfit(String x, String grid) {
    return new IllegalArgumentException(
        NAME
            + ": X is "
            + x
            + " and grid "
            + grid
            + "; expected [N, C, d...] of one to three spatial axes and [N, o..., axes]");
  }

  /** The elements that a sample is made of, each of which is about as much work as two. */
  private long taps(int axes) {
    int along = mode == Mode.NEAREST ? 1 : mode == Mode.LINEAR ? 2 : 4;
    long taps = 2;
    for (int axis = 0; axis < axes; axis++) {
      taps *= along;
    }
    return taps;
  }

  /** The work of pointing at a place. */
  private long aim(int axes) {
    return 32L * axes + 2 * taps(axes);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact grid = inputs[1];
    int[] dims = outputs[0].dims();
    if (grid == null || grid.dims() == null || dims == null) {
      return Work.UNSTATED;
    }
    int axes = dims.length - 2;
    return Work.plus(
        Work.products(inputs, outputs, taps(axes)), Shapes.times(Work.size(grid), aim(axes)));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor grid = Ports.required(NAME, inputs, 1);
    Tensor out = Ports.required(NAME, outputs, 0);
    int rank = x.rank();
    int axes = rank - 2;
    boolean fits = rank >= 3 && rank <= 5 && grid.rank() == rank && grid.dim(rank - 1) == axes;
    if (!fits || grid.dim(0) != x.dim(0)) {
      throw misfit(x.toString(), grid.toString());
    }
    workspace.dims[0] = x.dim(0);
    workspace.dims[1] = x.dim(1);
    for (int axis = 0; axis < axes; axis++) {
      workspace.dims[2 + axis] = grid.dim(1 + axis);
    }
    out.resize(workspace.dims, rank);
    if (out.size() == 0) {
      return;
    }
    int image = (int) Shapes.count(x, 2, rank);
    if (image == 0) {
      throw new IllegalArgumentException(NAME + ": X is " + x + ", an image without elements");
    }
    int places = (int) Shapes.count(grid, 1, rank - 1);
    int channels = x.dim(1);
    Watch watch = workspace.bounds().watch();
    long aim = aim(axes);
    long sample = taps(axes);
    Taps taps = workspace.kept(Taps.class);
    if (taps == null) {
      taps = workspace.keep(new Taps());
    }
    for (int n = 0; n < x.dim(0); n++) {
      for (int place = 0; place < places; place++) {
        watch.spend(aim);
        taps.clear();
        int gridAt = (n * places + place) * axes;
        for (int axis = 0; axis < axes; axis++) {
          axis(taps, grid, gridAt + axes - 1 - axis, x.dim(2 + axis));
        }
        for (int from = 0, end; from < channels; from = end) {
          end = Pieces.end(watch, from, channels, sample);
          for (int row = n * channels + from; row < n * channels + end; row++) {
            Reals.set(out, row * places + place, taps.sample(x, row * image));
          }
        }
      }
    }
  }

  /** Adds the elements along one axis. */
  private void axis(Taps taps, Tensor grid, int gridAt, int dim) {
    boolean narrow = grid.type() == ElementType.FLOAT32;
    double x = place(Reals.get(grid, gridAt), dim, narrow);
    if (mode == Mode.NEAREST) {
      x = Math.rint(x);
    }
    double low = alignCorners ? 0 : -0.5;
    double high = alignCorners ? dim - 1 : dim - 0.5;
    double first = Math.floor(x);
    double fraction = x - first;
    switch (mode) {
      case NEAREST -> {
        taps.indices[0] = element(x, dim, low, high, narrow);
        taps.shares[0] = 1;
        taps.add(dim, 1);
      }
      case LINEAR -> {
        taps.indices[0] = element(first, dim, low, high, narrow);
        taps.indices[1] = element(first + 1, dim, low, high, narrow);
        taps.shares[0] = 1 - fraction;
        taps.shares[1] = fraction;
        taps.add(dim, 2);
      }
      case CUBIC -> {
        for (int i = 0; i < 4; i++) {
          taps.indices[i] = element(first - 1 + i, dim, low, high, narrow);
          taps.shares[i] = cubic(Math.abs(fraction + 1 - i));
        }
        taps.add(dim, 4);
      }
    }
  }

  /** Keys' kernel with {@code a} -0.75, as in ONNX's reference. */
  private static double cubic(double distance) {
    double a = -0.75;
    return distance <= 1
        ? ((a + 2) * distance - (a + 3)) * distance * distance + 1
        : ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a;
  }

  private static double rounded(double value, boolean narrow) {
    return narrow ? (float) value : value;
  }

  /** The place on the axis that a number of [-1, 1] is. */
  private double place(double n, int dim, boolean narrow) {
    double one = rounded(n + 1, narrow);
    if (alignCorners) {
      return rounded(rounded(one / 2, narrow) * (dim - 1), narrow);
    }
    return rounded(rounded(rounded(one * dim, narrow) - 1, narrow) / 2, narrow);
  }

  private static double reflect(double x, double low, double high, boolean narrow) {
    double range = high - low;
    if (!(range > 0)) {
      return low;
    }
    double beyond = rounded(x < low ? low - x : x - high, narrow);
    double times = Math.floor(rounded(beyond / range, narrow));
    double rest = rounded(beyond - rounded(times * range, narrow), narrow);
    boolean fromLow = times % 2 == 0 == x < low;
    return rounded(fromLow ? low + rest : high - rest, narrow);
  }

  /**
   * An element, or the one that stands for it beyond the image; -1 for 0. The index is whole, but
   * may be of any size.
   */
  private int element(double index, int dim, double low, double high, boolean narrow) {
    if (index >= 0 && index < dim) {
      return (int) index;
    }
    return switch (padding) {
      case ZEROS -> -1;
      case BORDER -> index > 0 ? dim - 1 : 0;
      case REFLECTION -> Math.clamp((int) reflect(index, low, high, narrow), 0, dim - 1);
    };
  }
}
