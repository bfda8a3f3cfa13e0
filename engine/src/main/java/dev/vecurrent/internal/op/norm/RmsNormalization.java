package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/**
 * ONNX RMSNormalization (since opset 23): {@code Y = X / sqrt(mean(X^2) + epsilon) * scale}, the
 * mean over the axes from {@code axis} (default -1) on. The scale broadcasts to X and has the type
 * of Y.
 *
 * <p>All is computed in double and rounded once, which is at least as precise as {@code stash_type}
 * 1 (FLOAT32) or 11 (FLOAT64) asks for.
 */
final class RmsNormalization implements Operator {

  private static final String NAME = "RMSNormalization";

  private final long axis;
  private final float epsilon;

  private RmsNormalization(long axis, float epsilon) {
    this.axis = axis;
    this.epsilon = epsilon;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(23);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    long stash = reader.integer("stash_type", 1);
    if (stash != 1 && stash != 11) {
      reader.refuse("stash_type", Long.toString(stash), "expected 1, FLOAT32, or 11, FLOAT64");
    }
    return new RmsNormalization(reader.integer("axis", -1), reader.number("epsilon", 1e-5f));
  }

  @Override
  public Set<Trait> traits() {
    return axis == -1 ? Set.of(Trait.ROW_INDEPENDENT) : Set.of();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact scale = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "X", x, Types.REALS);
    Types.require(NAME, "scale", scale, Types.REALS);
    int[] dims = x.dims();
    int[] factor = scale.dims();
    if (dims != null) {
      Shapes.axis(NAME, axis, dims.length);
    }
    if (dims != null && factor != null) {
      boolean fits = factor.length <= dims.length;
      for (int i = 0; fits && i < factor.length; i++) {
        int dim = dims[dims.length - factor.length + i];
        fits = factor[i] == 1 || factor[i] == dim || factor[i] < 0 || dim < 0;
      }
      if (!fits) {
        throw misfit(Shapes.text(factor), Shapes.text(dims));
      }
    }
    return new Fact[] {new Fact(scale.type(), dims, null, null)};
  }

  private static IllegalArgumentException misfit(String scale, String x) {
    return new IllegalArgumentException(
        NAME + ": the scale, " + scale + ", does not broadcast to X, " + x);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, 4L * Work.ROW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor scale = Ports.required(NAME, inputs, 1);
    Tensor out = Ports.required(NAME, outputs, 0);
    int along = Shapes.axis(NAME, axis, x.rank());
    int[] strides = workspace.ints(0, Tensor.MAX_RANK);
    boolean trailing = strides(x, scale, strides);
    out.resizeLike(x);
    if (x.size() == 0) {
      return;
    }
    int length = (int) Shapes.count(x, along, x.rank());
    int[] counters = workspace.ints(1, Tensor.MAX_RANK);
    Arrays.fill(counters, 0);
    int scaleAt = 0;
    for (int row = 0; row < x.size(); row += length) {
      double inverse = 1 / Math.sqrt(squares(x, row, length, workspace) / length + epsilon);
      workspace.spend(2 * Work.ROW);
      for (int i = row, end = row; i < row + length; i++) {
        end = i < end ? end : workspace.piece(i, row + length, Work.ROW);
        Reals.set(out, i, Reals.get(x, i) * inverse * Reals.get(scale, scaleAt));
        if (trailing) {
          scaleAt = scaleAt + 1 == scale.size() ? 0 : scaleAt + 1;
        } else {
          scaleAt = next(x, strides, counters, scaleAt);
        }
      }
    }
  }

  /**
   * The steps of the scale along the axes of X.
   *
   * @return whether the scale simply repeats: it has the last dimensions of X
   */
  private static boolean strides(Tensor x, Tensor scale, int[] strides) {
    int before = x.rank() - scale.rank();
    boolean trailing = true;
    int stride = 1;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      int dim = axis < before ? 1 : scale.dim(axis - before);
      if (before < 0 || (dim != 1 && dim != x.dim(axis))) {
        throw misfit(scale.toString(), x.toString());
      }
      strides[axis] = dim == 1 ? 0 : stride;
      stride *= dim;
      trailing &= axis < before || dim == x.dim(axis);
    }
    if (before < 0) {
      throw misfit(scale.toString(), x.toString());
    }
    return trailing;
  }

  private static double squares(Tensor x, int from, int length, Workspace workspace) {
    if (x.type() == ElementType.FLOAT32) {
      return EightSums.ofSquares(x.floats(), from, length, 0, workspace);
    }
    double sum = 0;
    for (int i = from, end = from; i < from + length; i++) {
      end = i < end ? end : workspace.piece(i, from + length, 2);
      sum = Math.fma(x.doubles()[i], x.doubles()[i], sum);
    }
    return sum;
  }

  private static int next(Tensor x, int[] strides, int[] counters, int at) {
    int next = at;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      next += strides[axis];
      if (++counters[axis] < x.dim(axis)) {
        return next;
      }
      counters[axis] = 0;
      next -= strides[axis] * x.dim(axis);
    }
    return next;
  }
}
