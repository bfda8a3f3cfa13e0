package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX BatchNormalization in training: mean and variance are those of X itself, by channel of
 * {@code [N, C, ...]}, the variance that of a whole population. Further outputs are {@code given *
 * momentum + own * (1 - momentum)} of both, and before opset 14 the mean and variance of X.
 *
 * <p>Sums are taken in double, in the order of the elements.
 */
final class TrainingBatchNormalization implements Operator {

  private static final String NAME = "BatchNormalization";
  private static final String[] INPUTS = {"X", "scale", "B", "mean", "var"};
  private static final int SCALE = 1;
  private static final int BIAS = 2;
  private static final int MEAN = 3;
  private static final int VARIANCE = 4;

  private final float epsilon;
  private final float momentum;
  private final int outputs;

  TrainingBatchNormalization(float epsilon, float momentum, int outputs) {
    this.epsilon = epsilon;
    this.momentum = momentum;
    this.outputs = outputs;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null && dims.length < 1) {
      throw new IllegalArgumentException(NAME + ": X is a scalar, expected [N, C, ...]");
    }
    int channels = dims == null ? Fact.UNKNOWN : dims.length < 2 ? 1 : dims[1];
    for (int i = 1; i < INPUTS.length; i++) {
      Fact one = Ports.required(NAME, inputs, i);
      Types.require(NAME, INPUTS[i], one, Types.REALS);
      int length = Shapes.vectorLength(NAME, INPUTS[i], one);
      if (length >= 0 && channels >= 0 && length != channels) {
        throw new IllegalArgumentException(
            NAME + ": " + INPUTS[i] + " has " + length + " elements, X " + channels + " channels");
      }
    }
    Fact[] facts = new Fact[outputs];
    facts[0] = new Fact(x.type(), dims, null, null);
    for (int i = 1; i < outputs; i++) {
      Fact like = Ports.required(NAME, inputs, i % 2 == 1 ? MEAN : VARIANCE);
      facts[i] = Fact.of(like.type(), channels);
    }
    return facts;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.plus(
        Work.products(inputs, outputs, 8),
        Shapes.times(Work.size(Ports.required(NAME, inputs, 0)), 8 + 3L * Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] made, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    int channels = x.rank() < 2 ? 1 : x.dim(1);
    for (int i = 1; i < INPUTS.length; i++) {
      Tensor one = Ports.required(NAME, inputs, i);
      if (one.rank() != 1 || one.dim(0) != channels) {
        throw new IllegalArgumentException(
            NAME + ": expected " + INPUTS[i] + " of " + channels + " elements, found " + one);
      }
    }
    if (x.size() == 0) {
      throw new IllegalArgumentException(NAME + ": X is " + x + ", which has no mean");
    }
    workspace.dims[0] = channels;
    for (int i = 1; i < made.length; i++) {
      Tensor statistic = made[i];
      if (statistic != null) {
        statistic.resize(workspace.dims, 1);
      }
    }
    Tensor out = Ports.optional(made, 0);
    if (out != null) {
      out.resizeLike(x);
    }
    for (int c = 0; c < channels; c++) {
      channel(inputs, made, c, channels, workspace);
    }
  }

  private void channel(
      @Nullable Tensor[] inputs,
      @Nullable Tensor[] made,
      int c,
      int channels,
      Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    int batch = x.rank() == 0 ? 1 : x.dim(0);
    int size = x.size() / batch / channels;
    long count = (long) batch * size;
    double sum = 0;
    for (int n = 0; n < batch; n++) {
      int at = (n * channels + c) * size;
      workspace.spend(Work.ROW);
      for (int i = at; i < at + size; ) {
        for (int end = workspace.piece(i, at + size, 2); i < end; i++) {
          sum += value(x, i);
        }
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (int n = 0; n < batch; n++) {
      int at = (n * channels + c) * size;
      workspace.spend(Work.ROW);
      for (int i = at; i < at + size; ) {
        for (int end = workspace.piece(i, at + size, 2); i < end; i++) {
          double away = value(x, i) - mean;
          squares = Math.fma(away, away, squares);
        }
      }
    }
    double variance = squares / count;
    set(made, 1, c, running(inputs, MEAN, c, mean));
    set(made, 2, c, running(inputs, VARIANCE, c, variance));
    set(made, 3, c, mean);
    set(made, 4, c, variance);
    Tensor out = Ports.optional(made, 0);
    if (out == null) {
      return;
    }
    double factor = value(Ports.required(NAME, inputs, SCALE), c) / Math.sqrt(variance + epsilon);
    double bias = value(Ports.required(NAME, inputs, BIAS), c);
    for (int n = 0; n < batch; n++) {
      int at = (n * channels + c) * size;
      workspace.spend(Work.ROW);
      for (int i = at; i < at + size; ) {
        for (int end = workspace.piece(i, at + size, 2); i < end; i++) {
          set(out, i, Math.fma(value(x, i) - mean, factor, bias));
        }
      }
    }
  }

  private double running(@Nullable Tensor[] inputs, int input, int c, double own) {
    double given = value(Ports.required(NAME, inputs, input), c);
    return given * momentum + own * (1.0 - momentum);
  }

  private static void set(@Nullable Tensor[] made, int output, int c, double value) {
    Tensor out = Ports.optional(made, output);
    if (out != null) {
      set(out, c, value);
    }
  }

  private static void set(Tensor out, int i, double value) {
    if (out.type() == ElementType.FLOAT32) {
      out.floats()[i] = (float) value;
    } else {
      out.doubles()[i] = value;
    }
  }

  private static double value(Tensor x, int i) {
    return x.type() == ElementType.FLOAT32 ? x.floats()[i] : x.doubles()[i];
  }
}
