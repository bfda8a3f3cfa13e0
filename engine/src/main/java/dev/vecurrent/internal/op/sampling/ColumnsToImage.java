package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Col2Im (since opset 18): columns {@code [N, C * block, L]} of which each is a block of an
 * image are added up to {@code [N, C, image...]}. Blocks slide with strides, pads and dilations;
 * where they meet, elements are added in the order of the rows, in their own type.
 */
final class ColumnsToImage implements Operator {

  private static final String NAME = "Col2Im";
  private static final int MOST_AXES = Tensor.MAX_RANK - 2;

  private final Spatial dilations;
  private final Spatial pads;
  private final Spatial strides;

  private ColumnsToImage(Spatial dilations, Spatial pads, Spatial strides) {
    this.dilations = dilations;
    this.pads = pads;
    this.strides = strides;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(18);
    reader.requireInputs(3, 3);
    reader.requireOutputs(1, 1);
    return new ColumnsToImage(
        Spatial.read(reader, "dilations", 1),
        Spatial.read(reader, "pads", 0),
        Spatial.read(reader, "strides", 1));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "input", x, Types.NUMBERS);
    Fact image = Ports.required(NAME, inputs, 1);
    Fact block = Ports.required(NAME, inputs, 2);
    Types.require(NAME, "image_shape", image, Types.INDICES);
    Types.require(NAME, "block_shape", block, Types.INDICES);
    int axes =
        Fact.both(
            Shapes.vectorLength(NAME, "image_shape", image),
            Shapes.vectorLength(NAME, "block_shape", block));
    int[] dims = x.dims();
    if (dims != null && dims.length != 3) {
      throw new IllegalArgumentException(
          NAME + ": the input has " + Shapes.text(dims) + ", expected [N, C * block, L]");
    }
    if (axes < 0) {
      return new Fact[] {Fact.of(x.type())};
    }
    requireAxes(axes);
    int[] out = Shapes.unknown(axes + 2);
    out[0] = dims == null ? Fact.UNKNOWN : dims[0];
    long[] sizes = Elements.allOf(image);
    for (int axis = 0; sizes != null && axis < axes; axis++) {
      out[2 + axis] = Shapes.dim(NAME, sizes[axis]);
    }
    long[] blocks = Elements.allOf(block);
    if (blocks != null && dims != null && dims[1] >= 0) {
      long elements = 1;
      for (long size : blocks) {
        elements = size < 1 ? 0 : Shapes.times(elements, size);
      }
      out[1] = elements < 1 || dims[1] % elements != 0 ? Fact.UNKNOWN : (int) (dims[1] / elements);
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  private void requireAxes(int axes) {
    if (axes < 1 || axes > MOST_AXES) {
      throw new IllegalArgumentException(
          NAME + ": image_shape has " + axes + " axes, expected 1 to " + MOST_AXES);
    }
    dilations.requireCount(NAME, axes);
    strides.requireCount(NAME, axes);
    pads.requireCount(NAME, 2 * axes);
  }

  /** The work of one element of a column. */
  private static int each(int axes) {
    return 8 * axes;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact x = inputs[0];
    int[] dims = outputs[0].dims();
    if (x == null || x.dims() == null || dims == null) {
      return Work.UNSTATED;
    }
    long sums = Shapes.times(Work.size(x), each(dims.length - 2));
    return Work.plus(Work.elements(inputs, outputs), sums);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor image = Shapes.vector(NAME, "image_shape", Ports.required(NAME, inputs, 1));
    Tensor block = Shapes.vector(NAME, "block_shape", Ports.required(NAME, inputs, 2));
    Tensor out = Ports.required(NAME, outputs, 0);
    int axes = image.size();
    if (x.rank() != 3 || block.size() != axes) {
      throw misfit(x, block, "image_shape has " + axes + " axes");
    }
    requireAxes(axes);
    int[] counts = workspace.ints(0, axes);
    int[] kernel = workspace.ints(1, axes);
    long elements = 1;
    long blocks = 1;
    for (int axis = 0; axis < axes; axis++) {
      int size = Shapes.dim(NAME, Shapes.integer(image, axis));
      kernel[axis] = Shapes.dim(NAME, Shapes.integer(block, axis));
      workspace.dims[2 + axis] = size;
      long span = (kernel[axis] - 1L) * dilations.get(axis) + 1;
      long room = (long) size + pads.get(axis) + pads.get(axes + axis) - span;
      counts[axis] = room < 0 ? 0 : Shapes.dim(NAME, room / strides.get(axis) + 1);
      elements = Shapes.times(elements, kernel[axis]);
      blocks = Shapes.times(blocks, counts[axis]);
    }
    if (elements < 1 || x.dim(1) % elements != 0 || x.dim(2) != blocks) {
      throw misfit(x, block, "the image has " + blocks + " blocks of " + elements + " elements");
    }
    workspace.dims[0] = x.dim(0);
    workspace.dims[1] = (int) (x.dim(1) / elements);
    out.resize(workspace.dims, axes + 2);
    Watch watch = workspace.bounds().watch();
    Pieces.clear(out, watch);
    if (x.size() == 0 || out.size() == 0) {
      return;
    }
    int pixels = (int) Shapes.count(out, 2, axes + 2);
    int planes = x.dim(0) * out.dim(1);
    for (int plane = 0; plane < planes; plane++) {
      for (int k = 0; k < elements; k++) {
        int from = (int) (plane * elements + k) * x.dim(2);
        for (int column = 0, end; column < blocks; column = end) {
          end = Pieces.end(watch, column, x.dim(2), each(axes));
          for (int at = column; at < end; at++) {
            int to = pixel(k, at, axes, kernel, counts, out);
            if (to >= 0) {
              add(x, from + at, out, plane * pixels + to);
            }
          }
        }
      }
    }
  }

  private static IllegalArgumentException misfit(Tensor x, Tensor block, String image) {
    return new IllegalArgumentException(
        NAME + ": the input is " + x + ", block_shape " + block + ", and " + image);
  }

  /** The pixel that an element of a block is, or -1 where it lies in the padding. */
  private int pixel(int k, int column, int axes, int[] kernel, int[] counts, Tensor out) {
    int kRest = k;
    int columnRest = column;
    int pixel = 0;
    int stride = 1;
    for (int axis = axes - 1; axis >= 0; axis--) {
      int dim = out.dim(2 + axis);
      long at =
          (long) (columnRest % counts[axis]) * strides.get(axis)
              - pads.get(axis)
              + (long) (kRest % kernel[axis]) * dilations.get(axis);
      if (at < 0 || at >= dim) {
        return -1;
      }
      pixel += (int) at * stride;
      stride *= dim;
      kRest /= kernel[axis];
      columnRest /= counts[axis];
    }
    return pixel;
  }

  private static void add(Tensor x, int from, Tensor out, int to) {
    switch (out.type()) {
      case FLOAT32 -> out.floats()[to] += x.floats()[from];
      case FLOAT64 -> out.doubles()[to] += x.doubles()[from];
      case INT64 -> out.longs()[to] += x.longs()[from];
      default -> out.ints()[to] += x.ints()[from];
    }
  }
}
