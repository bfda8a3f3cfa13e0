package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Walk;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.elementwise.Broadcast;
import dev.vecurrent.internal.op.elementwise.FloatRows;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/**
 * ONNX LayerNormalization (since opset 17): over the axes from {@code axis} (default -1) on, {@code
 * Y = (X - Mean) / sqrt(Var + epsilon) * Scale + B}. Scale and the optional B broadcast to X. The
 * optional outputs Mean and InvStdDev are FLOAT32 and keep the normalised axes with size 1.
 *
 * <p>As {@code stash_type} 1, the only one supported, asks for, mean and deviation are FLOAT32, for
 * a FLOAT64 input too. Their sums run in index order in double and are rounded once.
 */
final class LayerNormalization implements Operator {

  private static final String NAME = "LayerNormalization";

  private final long axis;
  private final float epsilon;
  private final int outputs;

  private LayerNormalization(long axis, float epsilon, int outputs) {
    this.axis = axis;
    this.epsilon = epsilon;
    this.outputs = outputs;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(2, 3);
    reader.requireOutputs(1, 3);
    long stash = reader.integer("stash_type", 1);
    if (stash != 1) {
      reader.refuse("stash_type", Long.toString(stash), "expected 1, FLOAT32");
    }
    return new LayerNormalization(
        reader.integer("axis", -1), reader.number("epsilon", 1e-5f), reader.outputs());
  }

  @Override
  public Set<Trait> traits() {
    return axis == -1 ? Set.of(Trait.ROW_INDEPENDENT) : Set.of();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, Types.REALS);
    int[] dims = x.dims();
    for (int i = 1; i < inputs.length; i++) {
      Fact factor = Ports.optional(inputs, i);
      if (factor != null) {
        Types.requireSame(NAME, x, factor);
        requireFits(dims, factor.dims());
      }
    }
    int[] moments = null;
    if (dims != null) {
      moments = dims.clone();
      Arrays.fill(moments, Shapes.axis(NAME, axis, dims.length), dims.length, 1);
    }
    Fact[] facts = new Fact[outputs];
    Arrays.fill(facts, new Fact(ElementType.FLOAT32, moments, null, null));
    facts[0] = new Fact(x.type(), dims, null, null);
    return facts;
  }

  /** Refuses a factor that would make the output wider than X. */
  private static void requireFits(int @Nullable [] dims, int @Nullable [] factor) {
    if (dims == null || factor == null) {
      return;
    }
    boolean fits = factor.length <= dims.length;
    for (int i = 0; fits && i < factor.length; i++) {
      int dim = dims[dims.length - factor.length + i];
      fits = factor[i] == 1 || factor[i] == dim || factor[i] < 0 || dim < 0;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          NAME + ": " + Shapes.text(factor) + " does not broadcast to " + Shapes.text(dims));
    }
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.plus(
        Work.products(inputs, outputs, 2L * Work.ROW),
        Shapes.times(Work.size(Ports.required(NAME, inputs, 0)), 5L * Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor scale = Ports.required(NAME, inputs, 1);
    Tensor bias = Ports.optional(inputs, 2);
    int along = Shapes.axis(NAME, axis, x.rank());
    requireFits(x, scale);
    if (bias != null) {
      requireFits(x, bias);
    }
    Tensor out = Ports.optional(outputs, 0);
    Tensor mean = moments(x, along, Ports.optional(outputs, 1), workspace);
    Tensor inverse = moments(x, along, Ports.optional(outputs, 2), workspace);
    if (out != null) {
      out.resizeLike(x);
    }
    boolean wanted = x.size() > 0 || mean != null || inverse != null;
    int rows = wanted ? (int) Shapes.count(x, 0, along) : 0;
    int length = x.size() == 0 ? 0 : x.size() / rows;
    for (int row = 0; row < rows; row++) {
      workspace.spend(2 * Work.ROW);
      float m = mean(x, row * length, length, workspace);
      float inv = inverseDeviation(x, row * length, length, m, workspace);
      if (mean != null) {
        mean.floats()[row] = m;
      }
      if (inverse != null) {
        inverse.floats()[row] = inv;
      }
      if (out != null) {
        normalise(x, row * length, length, m, inv, out, workspace);
      }
    }
    if (out != null && out.size() > 0) {
      scale(scale, bias, out, workspace);
    }
  }

  private static void requireFits(Tensor x, Tensor factor) {
    boolean fits = factor.rank() <= x.rank();
    for (int i = 0; fits && i < factor.rank(); i++) {
      fits = factor.dim(i) == 1 || factor.dim(i) == x.dim(x.rank() - factor.rank() + i);
    }
    if (!fits) {
      throw new IllegalArgumentException(NAME + ": " + factor + " does not broadcast to " + x);
    }
  }

  /** Gives an output of means or deviations its shape. */
  private static @Nullable Tensor moments(
      Tensor x, int along, @Nullable Tensor out, Workspace workspace) {
    if (out != null) {
      int rank = Shapes.copyDims(x, workspace.dims);
      Arrays.fill(workspace.dims, along, rank, 1);
      out.resize(workspace.dims, rank);
    }
    return out;
  }

  private static float element(Tensor x, int at) {
    return x.type() == ElementType.FLOAT32 ? x.floats()[at] : (float) x.doubles()[at];
  }

  private static float mean(Tensor x, int from, int length, Workspace workspace) {
    if (x.type() == ElementType.FLOAT32) {
      return (float) (EightSums.of(x.floats(), from, length, workspace) / length);
    }
    double sum = 0;
    for (int i = 0; i < length; ) {
      for (int end = workspace.piece(i, length, Work.TYPED); i < end; i++) {
        sum += element(x, from + i);
      }
    }
    return (float) (sum / length);
  }

  private float inverseDeviation(Tensor x, int from, int length, float mean, Workspace workspace) {
    double sum = 0;
    if (x.type() == ElementType.FLOAT32) {
      sum = EightSums.ofSquares(x.floats(), from, length, mean, workspace);
    } else {
      for (int i = 0; i < length; ) {
        for (int end = workspace.piece(i, length, Work.TYPED); i < end; i++) {
          double difference = element(x, from + i) - mean;
          sum += difference * difference;
        }
      }
    }
    float variance = (float) (sum / length);
    return 1 / (float) Math.sqrt(variance + epsilon);
  }

  private static void normalise(
      Tensor x, int from, int length, float mean, float inverse, Tensor out, Workspace workspace) {
    for (int at = from; at < from + length; ) {
      int end =
          workspace.piece(at, from + length, x.type() == ElementType.FLOAT32 ? 1 : Work.TYPED);
      normalise(x, at, end - at, mean, inverse, out);
      at = end;
    }
  }

  private static void normalise(
      Tensor x, int from, int length, float mean, float inverse, Tensor out) {
    if (x.type() == ElementType.FLOAT32) {
      normalise(x.floats(), from, length, mean, inverse, out.floats());
      return;
    }
    for (int i = from; i < from + length; i++) {
      float normal = (element(x, i) - mean) * inverse;
      if (out.type() == ElementType.FLOAT32) {
        out.floats()[i] = normal;
      } else {
        out.doubles()[i] = normal;
      }
    }
  }

  private static void normalise(
      float[] x, int from, int length, float mean, float inverse, float[] out) {
    for (int i = from; i < from + length; i++) {
      out[i] = (x[i] - mean) * inverse;
    }
  }

  /** Rows of as many floats as scale and bias have, which all begin at their first. */
  private static void scaleRows(
      float[] scale, float @Nullable [] bias, int length, Tensor out, Workspace workspace) {
    float[] row = workspace.floats(0, length);
    for (int at = 0; at < out.size(); at += length) {
      workspace.copy(out.floats(), at, row, 0, length);
      for (int i = 0; i < length; ) {
        int end = workspace.piece(i, length, 2);
        FloatRows.mul(row, i, 1, scale, i, 1, row, i, end - i);
        if (bias != null) {
          FloatRows.add(row, i, 1, bias, i, 1, row, i, end - i);
        }
        i = end;
      }
      workspace.copy(row, 0, out.floats(), at, length);
    }
  }

  private static void scale(Tensor scale, @Nullable Tensor bias, Tensor out, Workspace workspace) {
    int last = out.rank() == 0 ? 1 : out.dim(out.rank() - 1);
    boolean rows = scale.rank() == 1 && scale.size() == last;
    if (out.type() == ElementType.FLOAT32 && rows && (bias == null || bias.sameShape(scale))) {
      scaleRows(scale.floats(), bias == null ? null : bias.floats(), last, out, workspace);
      return;
    }
    Broadcast.strides(scale, 0, 2, out, workspace);
    Broadcast.strides(bias == null ? scale : bias, 1, 2, out, workspace);
    int axes = Broadcast.start(out, 2, workspace);
    int[] dims = Broadcast.dims(workspace);
    int[] strides = Broadcast.strides(workspace, 2);
    int[] counters = Broadcast.counters(workspace);
    int[] at = Broadcast.at(workspace);
    int length = dims[axes - 1];
    int scaleStep = strides[2 * axes - 2];
    int biasStep = strides[2 * axes - 1];
    int outAt = 0;
    do {
      workspace.spend(Work.ROW);
      for (int i = 0, end = 0; i < length; i++) {
        end = i < end ? end : workspace.piece(i, length, Work.TYPED);
        int scaleAt = at[0] + i * scaleStep;
        int biasAt = at[1] + i * biasStep;
        if (out.type() == ElementType.FLOAT32) {
          float y = out.floats()[outAt + i] * scale.floats()[scaleAt];
          out.floats()[outAt + i] = bias == null ? y : y + bias.floats()[biasAt];
        } else {
          double y = out.doubles()[outAt + i] * scale.doubles()[scaleAt];
          out.doubles()[outAt + i] = bias == null ? y : y + bias.doubles()[biasAt];
        }
      }
      outAt += length;
    } while (Walk.next(dims, axes, counters, strides, at, 2));
  }
}
