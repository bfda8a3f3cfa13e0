package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Parameter;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/**
 * ONNX Slice: {@code start:end:step} of some axes. Starts, ends and axes are attributes below opset
 * 10, inputs with steps since then; steps may be negative, out-of-range bounds are clamped.
 */
final class Slice implements Operator {

  private final Parameter starts;
  private final Parameter ends;
  private final Parameter axes;
  private final Parameter steps;

  /** Whether all parameters are known before a run. */
  private final boolean fixed;

  private Slice(Parameter starts, Parameter ends, Parameter axes, Parameter steps) {
    this.starts = starts;
    this.ends = ends;
    this.axes = axes;
    this.steps = steps;
    this.fixed = !starts.isInput() && !ends.isInput() && !axes.isInput() && !steps.isInput();
  }

  static Operator read(NodeReader reader) {
    boolean attributes = reader.opset() < 10;
    reader.requireInputs(attributes ? 1 : 3, attributes ? 1 : 5);
    reader.requireOutputs(1, 1);
    Slice slice =
        new Slice(
            Parameter.read(reader, "starts", 10, 1),
            Parameter.read(reader, "ends", 10, 2),
            Parameter.read(reader, "axes", 10, 3),
            attributes ? new Parameter(null, -1) : new Parameter(null, 4));
    if (attributes && (!reader.has("starts") || !reader.has("ends"))) {
      reader.refuse("starts, ends", "", "are required");
    }
    return slice;
  }

  /** DynamicSlice, an experiment below opset 10: starts, ends and axes are inputs. */
  static Operator dynamic(NodeReader reader) {
    if (reader.opset() >= 10) {
      reader.refuse(
          "opset", Integer.toString(reader.opset()), "DynamicSlice became Slice in opset 10");
    }
    reader.requireInputs(3, 4);
    reader.requireOutputs(1, 1);
    return new Slice(
        new Parameter(null, 1),
        new Parameter(null, 2),
        new Parameter(null, 3),
        new Parameter(null, -1));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.KEEPS_ZEROS);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Ports.required("Slice", inputs, 0);
    int[] dims = data.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(data.type())};
    }
    int[] out = dims.clone();
    long[] from = starts.known(inputs);
    long[] to = ends.known(inputs);
    long[] which = axes.known(inputs);
    long[] by = steps.known(inputs);
    boolean rest = (which != null || !axes.given(inputs)) && (by != null || !steps.given(inputs));
    if (from == null || to == null || !rest) {
      if (which == null) {
        Arrays.fill(out, Fact.UNKNOWN);
      } else {
        for (long axis : which) {
          out[Shapes.axis("Slice", axis, out.length)] = Fact.UNKNOWN;
        }
      }
      return new Fact[] {new Fact(data.type(), out, null, null)};
    }
    boolean same =
        to.length == from.length
            && (which == null || which.length == from.length)
            && (by == null || by.length == from.length);
    if (!same) {
      throw new IllegalArgumentException("Slice: starts, ends, axes and steps must be as many");
    }
    int mask = 0;
    for (int i = 0; i < from.length; i++) {
      int axis = Shapes.axis("Slice", which == null ? i : which[i], dims.length);
      mask = Shapes.addAxis("Slice", mask, axis, dims.length);
      long step = by == null ? 1 : by[i];
      out[axis] =
          dims[axis] < 0
              ? (isWhole(from[i], to[i], step) ? dims[axis] : Fact.UNKNOWN)
              : count(first(from[i], step, dims[axis]), last(to[i], step, dims[axis]), step);
    }
    Fact fact = new Fact(data.type(), out, null, null);
    return Elements.followed(data.type())
        ? Elements.move(this, inputs, 1, fact)
        : new Fact[] {fact};
  }

  private static boolean isWhole(long from, long to, long step) {
    return step == 1 && from == 0 && to >= Integer.MAX_VALUE;
  }

  private static long first(long start, long step, int dim) {
    long from = start < 0 ? start + dim : start;
    // Backwards, a start before the first element is the first: so ONNX has it, unlike NumPy.
    return step < 0
        ? Math.clamp(from, Math.min(0L, dim - 1L), dim - 1L)
        : Math.clamp(from, 0L, (long) dim);
  }

  private static long last(long end, long step, int dim) {
    long to = end < 0 ? end + dim : end;
    return Math.clamp(to, step < 0 ? -1L : 0L, (long) dim);
  }

  private static int count(long from, long to, long step) {
    if (step == 0 || step == Long.MIN_VALUE) {
      throw new IllegalArgumentException("Slice: step " + step + " is not possible");
    }
    long span = step > 0 ? to - from : from - to;
    return (int) Math.max(0, Math.ceilDiv(span, Math.abs(step)));
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return StridedCopy.work(inputs, outputs);
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    return new Slice(
        starts.withConstants(constants),
        ends.withConstants(constants),
        axes.withConstants(constants),
        steps.withConstants(constants));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor data = Ports.required("Slice", inputs, 0);
    Tensor out = Ports.required("Slice", outputs, 0);
    StridedCopy copy = StridedCopy.of(workspace);
    if (!fixed) {
      fit(inputs, data, copy, out, workspace);
    } else if (!workspace.knowsShapes(inputs, out)) {
      fit(inputs, data, copy, out, workspace);
      workspace.noteShapes(inputs, out);
    }
    copy.run(data, out, workspace);
  }

  private void fit(
      @Nullable Tensor[] inputs, Tensor data, StridedCopy copy, Tensor out, Workspace workspace) {
    int count = starts.count(inputs);
    boolean same =
        ends.count(inputs) == count
            && (axes.count(inputs) < 0 || axes.count(inputs) == count)
            && (steps.count(inputs) < 0 || steps.count(inputs) == count);
    if (!same || count > data.rank()) {
      throw new IllegalArgumentException(
          "Slice: starts, ends, axes and steps must be as many, and no more than axes of " + data);
    }
    int[] dims = workspace.dims;
    int rank = Shapes.copyDims(data, dims);
    int[] strides = copy.strides;
    StridedCopy.denseStrides(data, strides);
    long at = 0;
    int mask = 0;
    for (int i = 0; i < count; i++) {
      long which = axes.count(inputs) < 0 ? i : axes.value(inputs, i);
      int axis = Shapes.axis("Slice", which, rank);
      mask = Shapes.addAxis("Slice", mask, axis, rank);
      long step = steps.count(inputs) < 0 ? 1 : steps.value(inputs, i);
      long from = first(starts.value(inputs, i), step, data.dim(axis));
      long to = last(ends.value(inputs, i), step, data.dim(axis));
      dims[axis] = count(from, to, step);
      at += from * strides[axis];
      // One element needs no stride, and a huge step times a stride may not fit an int.
      strides[axis] = dims[axis] > 1 ? (int) (strides[axis] * step) : 0;
    }
    out.resize(dims, rank);
    System.arraycopy(dims, 0, copy.dims, 0, rank);
    copy.settle((int) at, rank, out);
  }
}
