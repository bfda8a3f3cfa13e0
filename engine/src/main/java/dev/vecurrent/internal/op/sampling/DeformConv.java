package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
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
import dev.vecurrent.internal.op.matmul.GivenMatrix;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX DeformConv (since opset 19) over one to three spatial axes: {@code X [N, C, d...]}, {@code W
 * [M, C/group, k...]}, {@code offset [N, offset_group * k * axes, o...]}, optional B {@code [M]}
 * and {@code mask [N, offset_group * k, o...]}. Each element of the kernel reads X at a place moved
 * by its offset, interpolated linearly, with 0 beyond the image.
 *
 * <p>Samples become a matrix {@code [C/group * k, o]}, which the weights multiply: each output is
 * one sum over channels and kernel elements in order, then the bias.
 */
final class DeformConv implements Operator {

  private static final String NAME = "DeformConv";
  private static final String[] INPUTS = {"X", "W", "offset", "B", "mask"};

  /** The work of pointing at a place, of a sample of one channel, and of a term of a sum. */
  private static final int AIM = 64;

  private static final int SAMPLE = 16;
  private static final int TERM = 4;

  private final Spatial dilations;
  private final Spatial kernel;
  private final Spatial pads;
  private final Spatial strides;
  private final int group;
  private final int offsetGroup;
  private final Kernels kernels;

  private DeformConv(NodeReader reader) {
    this.dilations = Spatial.read(reader, "dilations", 1);
    this.kernel = Spatial.read(reader, "kernel_shape", 1);
    this.pads = Spatial.read(reader, "pads", 0);
    this.strides = Spatial.read(reader, "strides", 1);
    this.group = group(reader, "group");
    this.offsetGroup = group(reader, "offset_group");
    this.kernels = reader.kernels();
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(19);
    reader.requireInputs(3, 5);
    reader.requireOutputs(1, 1);
    return new DeformConv(reader);
  }

  private static int group(NodeReader reader, String name) {
    long value = reader.integer(name, 1);
    if (value < 1 || value > Integer.MAX_VALUE) {
      reader.refuse(name, Long.toString(value), "expected 1 or more");
      return 1;
    }
    return (int) value;
  }

  @Override
  public boolean usesKernels() {
    return true;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.UNSTATED;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, Types.REALS);
    for (int i = 1; i < inputs.length; i++) {
      Fact other = Ports.optional(inputs, i);
      if (other != null) {
        Types.requireSame(NAME, x, other);
      }
    }
    int[] xDims = x.dims();
    int[] wDims = Ports.required(NAME, inputs, 1).dims();
    int[] offset = Ports.required(NAME, inputs, 2).dims();
    int rank = 0;
    for (int[] dims : new int[] @Nullable [] {xDims, wDims, offset}) {
      if (dims != null
          && (dims.length < 3 || dims.length > 5 || (rank > 0 && dims.length != rank))) {
        throw new IllegalArgumentException(
            NAME + ": an input has " + Shapes.text(dims) + ", expected one to three spatial axes");
      }
      rank = dims == null ? rank : dims.length;
    }
    if (rank == 0) {
      return new Fact[] {Fact.of(x.type())};
    }
    int[] out = Shapes.unknown(rank);
    out[0] = xDims == null ? Fact.UNKNOWN : xDims[0];
    out[1] = wDims == null ? Fact.UNKNOWN : wDims[0];
    for (int axis = 2; offset != null && axis < rank; axis++) {
      out[axis] = offset[axis];
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor w = Ports.required(NAME, inputs, 1);
    Tensor offset = Ports.required(NAME, inputs, 2);
    Tensor bias = Ports.optional(inputs, 3);
    Tensor mask = Ports.optional(inputs, 4);
    Tensor out = Ports.required(NAME, outputs, 0);
    requireFits(x, w, offset);
    int rank = x.rank();
    int places = Shapes.dim(NAME, Shapes.count(offset, 2, rank));
    int elements = Shapes.dim(NAME, Shapes.count(w, 2, rank));
    requireShape(3, bias, 1, w.dim(0), 1);
    requireMask(x, offset, mask, elements);
    Shapes.copyDims(offset, workspace.dims);
    workspace.dims[1] = w.dim(0);
    out.resize(workspace.dims, rank);
    Watch watch = workspace.bounds().watch();
    if (out.size() == 0) {
      return;
    }
    if (w.dim(1) == 0) {
      Pieces.clear(out, watch); // sums without terms
      add(bias, out, places, watch);
      return;
    }
    int depth = w.dim(1) * elements;
    int maps = w.dim(0) / group;
    int size = Shapes.dim(NAME, Shapes.times(depth, places));
    boolean narrow = x.type() == ElementType.FLOAT32;
    float[] floats = workspace.floats(0, narrow ? size : 0);
    double[] doubles = workspace.doubles(0, narrow ? 0 : size);
    for (int n = 0; n < x.dim(0); n++) {
      for (int g = 0; g < group; g++) {
        if (depth > 0) {
          columns(x, w, offset, mask, n, g, floats, doubles, workspace);
        }
        int outAt = (n * w.dim(0) + g * maps) * places;
        int wAt = g * maps * depth;
        if (narrow) {
          GivenMatrix matrix = GivenMatrix.of(kernels, workspace.inner());
          matrix.multiply(w.floats(), wAt, floats, 0, out.floats(), outAt, maps, places, depth);
        } else {
          multiply(w.doubles(), wAt, doubles, out.doubles(), outAt, maps, places, depth, watch);
        }
      }
    }
    add(bias, out, places, watch);
  }

  private void requireFits(Tensor x, Tensor w, Tensor offset) {
    int axes = x.rank() - 2;
    boolean fits = axes >= 1 && axes <= 3 && w.rank() == x.rank() && offset.rank() == x.rank();
    fits = fits && x.dim(1) == (long) w.dim(1) * group && w.dim(0) % group == 0;
    fits = fits && x.dim(1) % offsetGroup == 0 && offset.dim(0) == x.dim(0);
    if (!fits) {
      throw new IllegalArgumentException(
          NAME
              + ": X "
              + x
              + ", W "
              + w
              + " and offset "
              + offset
              + " do not fit group "
              + group
              + " and offset_group "
              + offsetGroup);
    }
    kernel.requireCount(NAME, axes);
    strides.requireCount(NAME, axes);
    dilations.requireCount(NAME, axes);
    pads.requireCount(NAME, 2 * axes);
    long elements = Shapes.count(w, 2, w.rank());
    requireShape(2, offset, offset.rank(), Shapes.times(elements, (long) axes * offsetGroup), 0);
    for (int axis = 0; axis < axes; axis++) {
      int taps = w.dim(2 + axis);
      long span = (taps - 1L) * dilations.get(axis) + 1;
      long room = (long) x.dim(2 + axis) + pads.get(axis) + pads.get(axes + axis) - span;
      long out = room < 0 ? 0 : room / strides.get(axis) + 1;
      boolean kernelFits = kernel.values() == null || kernel.get(axis) == taps;
      if (taps < 1 || !kernelFits || offset.dim(2 + axis) != out) {
        throw new IllegalArgumentException(
            NAME
                + ": along spatial axis "
                + axis
                + " X "
                + x
                + " and W "
                + w
                + " give "
                + out
                + " places, the offset is "
                + offset);
      }
    }
  }

  private static void requireShape(
      int input, @Nullable Tensor tensor, int rank, long dim, int from) {
    if (tensor != null && (tensor.rank() != rank || tensor.dim(1 - from) != dim)) {
      throw new IllegalArgumentException(
          NAME
              + ": "
              + INPUTS[input]
              + " is "
              + tensor
              + ", expected "
              + dim
              + " elements or rows");
    }
  }

  private void requireMask(Tensor x, Tensor offset, @Nullable Tensor mask, int elements) {
    if (mask == null) {
      return;
    }
    requireShape(4, mask, x.rank(), (long) elements * offsetGroup, 0);
    boolean fits = mask.dim(0) == offset.dim(0);
    for (int axis = 2; axis < x.rank(); axis++) {
      fits &= mask.dim(axis) == offset.dim(axis);
    }
    if (!fits) {
      throw new IllegalArgumentException(NAME + ": the mask is " + mask + ", the offset " + offset);
    }
  }

  /** The samples of the channels of a group: {@code [C/group * k, o]}. */
  private void columns(
      Tensor x,
      Tensor w,
      Tensor offset,
      @Nullable Tensor mask,
      int n,
      int g,
      float[] floats,
      double[] doubles,
      Workspace workspace) {
    Taps taps = workspace.kept(Taps.class);
    if (taps == null) {
      taps = workspace.keep(new Taps());
    }
    int rank = x.rank();
    int axes = rank - 2;
    int places = (int) Shapes.count(offset, 2, rank);
    int elements = (int) Shapes.count(w, 2, rank);
    int image = (int) Shapes.count(x, 2, rank);
    int perOffset = x.dim(1) / offsetGroup;
    int first = g * w.dim(1);
    int last = first + w.dim(1);
    boolean narrow = x.type() == ElementType.FLOAT32;
    Watch watch = workspace.bounds().watch();
    for (int og = first / perOffset; og * perOffset < last; og++) {
      int from = Math.max(first, og * perOffset);
      int to = Math.min(last, (og + 1) * perOffset);
      for (int k = 0; k < elements; k++) {
        int row = (n * offsetGroup + og) * elements + k;
        for (int place = 0; place < places; place++) {
          watch.spend(AIM);
          aim(taps, x, w, offset, row * axes * places + place, k, place);
          double factor = mask == null ? 1 : Reals.get(mask, row * places + place);
          for (int some = from, end; some < to; some = end) {
            end = Pieces.end(watch, some, to, SAMPLE);
            for (int c = some; c < end; c++) {
              double value = factor * taps.sample(x, (n * x.dim(1) + c) * image);
              int at = ((c - first) * elements + k) * places + place;
              if (narrow) {
                floats[at] = (float) value;
              } else {
                doubles[at] = value;
              }
            }
          }
        }
      }
    }
  }

  /**
   * Points the taps at the place where an element of the kernel reads for a place of the output.
   */
  private void aim(Taps taps, Tensor x, Tensor w, Tensor offset, int offsetAt, int k, int place) {
    int axes = x.rank() - 2;
    int places = (int) Shapes.count(offset, 2, offset.rank());
    int outInner = places;
    int kernelInner = (int) Shapes.count(w, 2, w.rank());
    int outRest = place;
    int kernelRest = k;
    taps.clear();
    for (int axis = 0; axis < axes; axis++) {
      outInner /= offset.dim(2 + axis);
      kernelInner /= w.dim(2 + axis);
      long at =
          (long) (outRest / outInner) * strides.get(axis)
              - pads.get(axis)
              + (long) (kernelRest / kernelInner) * dilations.get(axis);
      outRest %= outInner;
      kernelRest %= kernelInner;
      taps.addLinear(at + Reals.get(offset, offsetAt + axis * places), x.dim(2 + axis));
    }
  }

  private static void multiply(
      double[] w,
      int wAt,
      double[] columns,
      double[] out,
      int outAt,
      int m,
      int n,
      int depth,
      Watch watch) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int from = 0, end; from < depth; from = end) {
          end = Pieces.end(watch, from, depth, TERM);
          for (int k = from; k < end; k++) {
            sum = Math.fma(w[wAt + i * depth + k], columns[k * n + j], sum);
          }
        }
        out[outAt + i * n + j] = sum;
      }
    }
  }

  private static void add(@Nullable Tensor bias, Tensor out, int places, Watch watch) {
    for (int from = 0, end; bias != null && from < out.size(); from = end) {
      end = Pieces.end(watch, from, out.size(), TERM);
      for (int i = from; i < end; i++) {
        int map = i / places % bias.size();
        if (out.type() == ElementType.FLOAT32) {
          out.floats()[i] += bias.floats()[map];
        } else {
          out.doubles()[i] += bias.doubles()[map];
        }
      }
    }
  }
}
