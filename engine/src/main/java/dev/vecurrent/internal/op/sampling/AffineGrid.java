package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Elements;
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
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX AffineGrid (since opset 20): places for GridSample. {@code theta [N, 2, 3]} moves those of
 * an image of {@code size [N, C, H, W]} to {@code [N, H, W, 2]}, {@code [N, 3, 4]} those of {@code
 * [N, C, D, H, W]} to {@code [N, D, H, W, 3]}. Computed in double, rounded once.
 */
final class AffineGrid implements Operator {

  private static final String NAME = "AffineGrid";

  private final boolean alignCorners;

  private AffineGrid(boolean alignCorners) {
    this.alignCorners = alignCorners;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(20);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new AffineGrid(reader.flag("align_corners", false));
  }

  private static void requireSize(int length) {
    if (length != 4 && length != 5) {
      throw new IllegalArgumentException(
          NAME + ": size has " + length + " elements, expected [N, C, H, W] or [N, C, D, H, W]");
    }
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact theta = Ports.required(NAME, inputs, 0);
    Fact size = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "theta", theta, Types.REALS);
    Types.require(NAME, "size", size, Types.INT64_ONLY);
    int length = Shapes.vectorLength(NAME, "size", size);
    if (length < 0) {
      return new Fact[] {Fact.of(theta.type())};
    }
    requireSize(length);
    int[] out = Shapes.unknown(length);
    long[] sizes = Elements.allOf(size);
    if (sizes != null) {
      out[0] = Shapes.dim(NAME, sizes[0]);
      for (int axis = 2; axis < length; axis++) {
        out[axis - 1] = Shapes.dim(NAME, sizes[axis]);
      }
    }
    out[length - 1] = length - 2;
    return new Fact[] {new Fact(theta.type(), out, null, null)};
  }

  /** The work of one coordinate of one place. */
  private static int each(int axes) {
    return 8 * (axes + 1);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    int[] dims = outputs[0].dims();
    return dims == null
        ? Work.UNSTATED
        : Work.products(inputs, outputs, each(dims[dims.length - 1]));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor theta = Ports.required(NAME, inputs, 0);
    Tensor size = Shapes.vector(NAME, "size", Ports.required(NAME, inputs, 1));
    Tensor out = Ports.required(NAME, outputs, 0);
    int rank = size.size();
    requireSize(rank);
    int axes = rank - 2;
    workspace.dims[0] = Shapes.dim(NAME, Shapes.integer(size, 0));
    for (int axis = 0; axis < axes; axis++) {
      workspace.dims[1 + axis] = Shapes.dim(NAME, Shapes.integer(size, 2 + axis));
    }
    workspace.dims[rank - 1] = axes;
    boolean fits = theta.rank() == 3 && theta.dim(0) == workspace.dims[0];
    if (!fits || theta.dim(1) != axes || theta.dim(2) != axes + 1) {
      throw new IllegalArgumentException(
          NAME
              + ": theta is "
              + theta
              + ", expected ["
              + workspace.dims[0]
              + ", "
              + axes
              + ", "
              + (axes + 1)
              + "] for a size of "
              + rank
              + " elements");
    }
    out.resize(workspace.dims, rank);
    if (out.size() == 0) {
      return;
    }
    Watch watch = workspace.bounds().watch();
    int places = out.size() / out.dim(0) / axes;
    for (int n = 0; n < out.dim(0); n++) {
      for (int from = 0, end; from < places; from = end) {
        end = Pieces.end(watch, from, places, (long) axes * each(axes));
        for (int place = from; place < end; place++) {
          move(theta, n, places, place, out, axes);
        }
      }
    }
  }

  private void move(Tensor theta, int n, int places, int place, Tensor out, int axes) {
    for (int row = 0; row < axes; row++) {
      int from = (n * axes + row) * (axes + 1);
      Reals.set(out, (n * places + place) * axes + row, moved(theta, from, place, out, axes));
    }
  }

  /** One coordinate of a place; columns of theta begin with the innermost axis. */
  private double moved(Tensor theta, int from, int place, Tensor out, int axes) {
    double sum = 0;
    int rest = place;
    for (int column = 0; column < axes; column++) {
      int dim = out.dim(axes - column);
      int at = rest % dim;
      rest /= dim;
      sum += Reals.get(theta, from + column) * coordinate(at, dim);
    }
    return sum + Reals.get(theta, from + axes);
  }

  private double coordinate(int at, int dim) {
    if (alignCorners) {
      return dim == 1 ? -1 : 2.0 * at / (dim - 1) - 1;
    }
    return (2.0 * at + 1) / dim - 1;
  }
}
