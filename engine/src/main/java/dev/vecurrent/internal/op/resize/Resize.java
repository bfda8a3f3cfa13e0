package dev.vecurrent.internal.op.resize;

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
import java.util.List;

/**
 * ONNX Resize (since opset 10) and Upsample (below opset 10): axes get other sizes, in elements
 * taken from the nearest place or interpolated; see {@link ResizeTarget} for the shape, {@link
 * Coordinates} for the places, {@link NearestPixel} and {@link ResizeFilter} for the elements.
 *
 * <p>An axis of scale 1 stays as it is, unless a region of interest cuts it. Nearest takes any
 * type, the others numbers.
 */
final class Resize implements Operator {

  /** The mode. */
  enum Mode {
    NEAREST,
    LINEAR,
    CUBIC
  }

  /** Where Resize has its region of interest: {@code [start of each axis, end of each axis]}. */
  private static final int ROI = 1;

  private final String name;
  private final Mode mode;
  private final ResizeTarget target;
  private final Coordinates coordinates;
  private final NearestPixel nearest;
  private final ResizeFilter filter;
  private final float extrapolation;

  private Resize(
      String name,
      Mode mode,
      ResizeTarget target,
      Coordinates coordinates,
      NearestPixel nearest,
      ResizeFilter filter,
      float extrapolation) {
    this.name = name;
    this.mode = mode;
    this.target = target;
    this.coordinates = coordinates;
    this.nearest = nearest;
    this.filter = filter;
    this.extrapolation = extrapolation;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(10);
    boolean first = reader.opset() < 11;
    reader.requireInputs(first ? 2 : reader.opset() < 13 ? 3 : 1, first ? 2 : 4);
    reader.requireOutputs(1, 1);
    Mode mode =
        reader.choice("mode", first ? List.of(Mode.NEAREST, Mode.LINEAR) : List.of(Mode.values()));
    return new Resize(
        "Resize",
        mode,
        ResizeTarget.resize(reader),
        Coordinates.read(reader),
        NearestPixel.read(reader),
        filter(reader, mode),
        first ? 0 : reader.number("extrapolation_value", 0));
  }

  private static ResizeFilter filter(NodeReader reader, Mode mode) {
    boolean first = reader.opset() < 11;
    float coefficient = first ? 0 : reader.number("cubic_coeff_a", -0.75f);
    boolean excludeOutside = !first && reader.flag("exclude_outside", false);
    boolean antialias = reader.opset() >= 18 && reader.flag("antialias", false);
    if (mode == Mode.NEAREST && (excludeOutside || antialias)) {
      reader.refuse("exclude_outside, antialias", "1", "expected mode linear or cubic with it");
    }
    return new ResizeFilter("Resize", mode == Mode.CUBIC, coefficient, excludeOutside, antialias);
  }

  static Operator upsample(NodeReader reader) {
    if (reader.opset() >= 10) {
      reader.refuse(
          "opset",
          Integer.toString(reader.opset()),
          "Upsample is not defined since opset 10, expected Resize");
    }
    int inputs = reader.opset() < 9 ? 1 : 2;
    reader.requireInputs(inputs, inputs);
    reader.requireOutputs(1, 1);
    return new Resize(
        "Upsample",
        upsampleMode(reader),
        ResizeTarget.upsample(reader),
        Coordinates.ASYMMETRIC,
        NearestPixel.BY_SCALE,
        new ResizeFilter("Upsample", false, 0, false, false),
        0);
  }

  private static Mode upsampleMode(NodeReader reader) {
    boolean oldName = reader.opset() < 7 && reader.string("mode", "").equals("bilinear");
    return oldName ? Mode.LINEAR : reader.choice("mode", List.of(Mode.NEAREST, Mode.LINEAR));
  }

  private boolean crops() {
    return coordinates == Coordinates.TF_CROP_AND_RESIZE;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name, inputs, 0);
    if (mode != Mode.NEAREST) {
      Types.require(name, "X", x, Types.ALL_NUMBERS);
    } else if (crops()) {
      Types.require(name, "X", x, Types.ALL_NUMBERS_AND_BOOL);
    }
    Fact roi = crops() ? Ports.optional(inputs, ROI) : null;
    if (roi != null) {
      Types.require(name, "roi", roi, Types.REALS);
    }
    return new Fact[] {new Fact(x.type(), target.known(x, inputs), null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact x = Ports.required(name, inputs, 0);
    int[] dims = x.dims();
    int[] made = outputs[0].dims();
    int rank = dims == null || made == null ? 0 : dims.length;
    // Each axis is looked up, once where there are no more axes.
    long each = 4L * Work.ROW + (crops() ? rank * (Work.ROW + (long) Work.TYPED) : 0);
    long work = Work.products(inputs, outputs, each);
    return mode == Mode.NEAREST || dims == null || made == null
        ? work
        : Work.plus(work, filter.work(dims, made));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(name, inputs, 0);
    Tensor out = Ports.required(name, outputs, 0);
    int rank = x.rank();
    float[] scales = workspace.floats(0, rank);
    boolean bySizes = target.resolve(x, inputs, workspace.dims, scales);
    out.resize(workspace.dims, rank);
    float[] roi = workspace.floats(1, 2L * rank);
    region(crops() ? Ports.optional(inputs, ROI) : null, rank, roi);
    if (out.size() == 0) {
      return;
    }
    int positions = 0;
    for (int axis = 0; axis < rank; axis++) {
      positions += out.dim(axis);
    }
    float[] places = workspace.floats(2, positions);
    int mask = places(x, out, scales, bySizes, roi, places, workspace);
    if (mode == Mode.NEAREST) {
      nearest(x, out, mask, scales, places, positions, workspace);
    } else {
      filter.run(x, out, mask, scales, places, workspace);
    }
    if (crops()) {
      extrapolate(x, out, mask, places, workspace);
    }
  }

  /** The region of interest of all axes: where none is given, all of them. */
  private void region(@Nullable Tensor given, int rank, float[] roi) {
    Arrays.fill(roi, 0, rank, 0);
    Arrays.fill(roi, rank, 2 * rank, 1);
    if (given == null || given.size() == 0) {
      return;
    }
    int count = target.axes() == null ? rank : target.axes().length;
    if (given.size() != 2 * count) {
      throw new IllegalArgumentException(
          name + ": roi is " + given + ", expected two values for each of " + count + " axes");
    }
    for (int i = 0; i < 2 * count; i++) {
      boolean single = given.type() == ElementType.FLOAT32;
      float value = single ? given.floats()[i] : (float) given.doubles()[i];
      roi[i / count * rank + target.axis(i % count, rank)] = value;
    }
  }

  /** Coordinates of all positions of the axes that change; gives a bit for each of those. */
  private int places(
      Tensor x,
      Tensor out,
      float[] scales,
      boolean bySizes,
      float[] roi,
      float[] places,
      Workspace workspace) {
    int rank = x.rank();
    int mask = 0;
    int to = 0;
    for (int axis = 0; axis < rank; axis++) {
      int in = x.dim(axis);
      int length = out.dim(axis);
      float start = roi[axis];
      float end = roi[rank + axis];
      if (scales[axis] == 1 && (!crops() || (start == 0 && end == 1))) {
        to += length;
        continue;
      }
      mask |= 1 << axis;
      float before = bySizes ? length : scales[axis] * in;
      for (int position = 0, last = 0; position < length; position++) {
        last = position < last ? last : workspace.piece(position, length, Work.ROW);
        places[to++] = coordinates.of(position, scales[axis], in, length, before, start, end);
      }
    }
    return mask;
  }

  /** Copies row by row; a row that shows the same elements as the last one is that row again. */
  private void nearest(
      Tensor x,
      Tensor out,
      int mask,
      float[] scales,
      float[] places,
      int positions,
      Workspace workspace) {
    int rank = x.rank();
    int[] offsets = workspace.ints(0, positions);
    int[] at = workspace.ints(1, rank);
    int to = offsets(x, out, mask, scales, places, offsets, workspace);
    int last = rank - 1;
    int length = out.dim(last);
    boolean whole = (mask >> last & 1) == 0;
    Arrays.fill(at, 0, rank, 0);
    int before = -1;
    int each = x.type().isFloatingPoint() ? 2 : Work.ROW;
    for (int row = 0; row < out.size() / length; row++) {
      int from = 0;
      int axisAt = 0;
      for (int axis = 0; axis < last; axis++) {
        from += offsets[axisAt + at[axis]];
        axisAt += out.dim(axis);
      }
      if (from == before) {
        workspace.copy(out.storage(), (row - 1) * length, out.storage(), row * length, length);
      } else if (whole) {
        workspace.copy(x.storage(), from, out.storage(), row * length, length);
      } else {
        workspace.spend(Work.ROW);
        for (int i = 0; i < length; ) {
          int end = workspace.piece(i, length, each);
          row(x, from, offsets, to - length + i, out, row * length + i, end - i);
          i = end;
        }
      }
      before = from;
      for (int axis = last - 1; axis >= 0; axis--) {
        at[axis]++;
        if (at[axis] < out.dim(axis)) {
          break;
        }
        at[axis] = 0;
      }
    }
  }

  /** How far each position of an axis is from the axis's start in X; gives their number. */
  private int offsets(
      Tensor x,
      Tensor out,
      int mask,
      float[] scales,
      float[] places,
      int[] offsets,
      Workspace workspace) {
    int to = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      int stride = (int) Shapes.count(x, axis + 1, x.rank());
      boolean changes = (mask >> axis & 1) != 0;
      for (int position = 0, last = 0; position < out.dim(axis); position++) {
        last = position < last ? last : workspace.piece(position, out.dim(axis), Work.ROW);
        int index = changes ? nearest.index(places[to], scales[axis], x.dim(axis)) : position;
        offsets[to++] = index * stride;
      }
    }
    return to;
  }

  private static void row(
      Tensor x, int from, int[] offsets, int first, Tensor out, int to, int length) {
    switch (x.type()) {
      case FLOAT32 -> {
        for (int i = 0; i < length; i++) {
          out.floats()[to + i] = x.floats()[from + offsets[first + i]];
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < length; i++) {
          out.doubles()[to + i] = x.doubles()[from + offsets[first + i]];
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          System.arraycopy(x.storage(), from + offsets[first + i], out.storage(), to + i, 1);
        }
      }
    }
  }

  /** Puts the extrapolation value where a coordinate is outside of its axis. */
  private void extrapolate(Tensor x, Tensor out, int mask, float[] places, Workspace workspace) {
    int at = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      int length = out.dim(axis);
      int inner = (int) Shapes.count(out, axis + 1, out.rank());
      for (int position = 0; position < length; position++, at++) {
        workspace.spend(1);
        boolean inside = places[at] >= 0 && places[at] <= x.dim(axis) - 1;
        if ((mask >> axis & 1) == 0 || inside) {
          continue;
        }
        for (long first = (long) position * inner;
            first < out.size();
            first += (long) length * inner) {
          int from = (int) first;
          workspace.spend(Work.ROW);
          Integers.fill(out, from, from + inner, extrapolation, workspace);
        }
      }
    }
  }
}
