package dev.vecurrent.internal.op.loss;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;

/**
 * ONNX NegativeLogLikelihoodLoss and SoftmaxCrossEntropyLoss: of scores {@code [N, C, ...]} and
 * classes {@code [N, ...]} the negative score of each class times its weight, as they are, summed,
 * or divided by the sum of the weights. SoftmaxCrossEntropyLoss takes the log-softmax over the
 * classes first, which is its second output. Elements whose class is {@code ignore_index} count
 * nothing. Sums are of doubles in index order.
 */
final class LogLikelihood implements Operator {

  /** What becomes of the losses. */
  private enum Reduction {
    MEAN,
    SUM,
    NONE
  }

  private final String name;
  private final boolean softmax;
  private final Reduction reduction;
  private final boolean ignores;
  private final long ignored;
  private final int outputs;

  private LogLikelihood(NodeReader reader, boolean softmax) {
    this.name = reader.operator();
    this.softmax = softmax;
    this.reduction = reader.choice("reduction", List.of(Reduction.values()));
    this.ignores = reader.has("ignore_index");
    this.ignored = reader.integer("ignore_index", 0);
    this.outputs = reader.outputs();
  }

  static Operator read(NodeReader reader, boolean softmax) {
    reader.requireOpset(12);
    reader.requireInputs(2, 3);
    reader.requireOutputs(1, softmax ? 2 : 1);
    return new LogLikelihood(reader, softmax);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact scores = Ports.required(name, inputs, 0);
    Fact classes = Ports.required(name, inputs, 1);
    Types.require(name, "scores", scores, Types.REALS);
    Types.require(name, "labels", classes, Types.INDICES);
    Fact weights = Ports.optional(inputs, 2);
    if (weights != null) {
      Types.requireSame(name, scores, weights);
    }
    int[] dims = scores.dims();
    if (dims != null && dims.length < 2) {
      throw new IllegalArgumentException(
          name + ": scores have " + Shapes.text(dims) + ", expected [N, C, ...]");
    }
    int[] out = reduction == Reduction.NONE ? classes.dims() : new int[0];
    Fact loss = new Fact(scores.type(), out, null, null);
    return outputs == 1
        ? new Fact[] {loss}
        : new Fact[] {loss, new Fact(scores.type(), dims, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long each = Work.STRICT + 2L * Work.TYPED;
    long work = Shapes.times(Work.size(Ports.required(name, inputs, 0)), each);
    long rows =
        Shapes.times(Work.size(Ports.required(name, inputs, 1)), Work.STRICT + 2L * Work.ROW);
    return Work.plus(Work.elements(inputs, outputs), Work.plus(work, rows));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor scores = Ports.required(name, inputs, 0);
    Tensor classes = Ports.required(name, inputs, 1);
    Tensor weights = Ports.optional(inputs, 2);
    requireFits(scores, classes, weights);
    Tensor loss = Ports.optional(outputs, 0);
    Tensor logs = Ports.optional(outputs, 1);
    if (logs != null) {
      logs.resizeLike(scores);
    }
    if (loss != null && reduction == Reduction.NONE) {
      loss.resizeLike(classes);
    }
    int count = scores.dim(1);
    int plane = (int) Shapes.count(scores, 2, scores.rank());
    double sum = 0;
    double weighed = 0;
    for (int i = 0; i < classes.size(); i++) {
      workspace.spend(2L * Work.ROW);
      int first = i / plane * count * plane + i % plane;
      double shift = softmax ? logOfSum(scores, first, plane, count, workspace) : 0;
      for (int c = 0; logs != null && c < count; ) {
        for (int end = workspace.piece(c, count, Work.TYPED); c < end; c++) {
          set(logs, first + c * plane, element(scores, first + c * plane) - shift);
        }
      }
      long chosen = Shapes.integer(classes, i);
      double weight = weight(chosen, count, weights);
      double one = 0;
      if (!isIgnored(chosen)) {
        one = -(element(scores, first + (int) chosen * plane) - shift) * weight;
      }
      sum += one;
      weighed += weight;
      if (loss != null && reduction == Reduction.NONE) {
        set(loss, i, one);
      }
    }
    if (loss != null && reduction != Reduction.NONE) {
      loss.resize(workspace.dims, 0);
      set(loss, 0, reduction == Reduction.SUM ? sum : sum / weighed);
    }
  }

  private boolean isIgnored(long chosen) {
    return ignores && chosen == ignored;
  }

  private double weight(long chosen, int count, @Nullable Tensor weights) {
    if (isIgnored(chosen)) {
      return 0;
    }
    if (chosen < 0 || chosen >= count) {
      throw new IllegalArgumentException(
          name + ": class " + chosen + " is outside [0, " + (count - 1) + "]");
    }
    return weights == null ? 1 : element(weights, (int) chosen);
  }

  private void requireFits(Tensor scores, Tensor classes, @Nullable Tensor weights) {
    boolean fits = scores.rank() >= 2 && classes.rank() == scores.rank() - 1;
    for (int axis = 0; fits && axis < classes.rank(); axis++) {
      fits = classes.dim(axis) == scores.dim(axis == 0 ? 0 : axis + 1);
    }
    fits = fits && (weights == null || (weights.rank() == 1 && weights.dim(0) == scores.dim(1)));
    if (!fits) {
      throw new IllegalArgumentException(
          name
              + ": scores are "
              + scores
              + ", classes "
              + classes
              + (weights == null ? "" : ", weights " + weights)
              + ", expected [N, C, ...], [N, ...] and [C]");
    }
  }

  /** What log-softmax takes from each score of an element. */
  private static double logOfSum(
      Tensor scores, int first, int step, int count, Workspace workspace) {
    workspace.spend(Work.STRICT);
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < count; ) {
      for (int end = workspace.piece(c, count, Work.TYPED); c < end; c++) {
        most = Math.max(most, element(scores, first + c * step));
      }
    }
    double sum = 0;
    for (int c = 0; c < count; ) {
      for (int end = workspace.piece(c, count, Work.STRICT); c < end; c++) {
        sum += StrictMath.exp(element(scores, first + c * step) - most);
      }
    }
    return most + StrictMath.log(sum);
  }

  private static double element(Tensor tensor, int at) {
    return tensor.type() == ElementType.FLOAT32 ? tensor.floats()[at] : tensor.doubles()[at];
  }

  private static void set(Tensor tensor, int at, double value) {
    if (tensor.type() == ElementType.FLOAT32) {
      tensor.floats()[at] = (float) value;
    } else {
      tensor.doubles()[at] = value;
    }
  }
}
