package dev.vecurrent.internal.op.norm;

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

/**
 * ONNX InstanceNormalization and GroupNormalization: {@code (x - mean) / sqrt(var + epsilon) *
 * scale + bias} with mean and variance over each group of channels of {@code [N, C, ...]}; a group
 * is one channel for InstanceNormalization. Scale and bias are by channel, or by group for
 * GroupNormalization below opset 21.
 *
 * <p>Mean and variance are sums of doubles in index order, rounded once.
 */
final class GroupNorm implements Operator {

  private final String name;
  private final int groups;
  private final boolean byGroup;
  private final float epsilon;

  private GroupNorm(String name, int groups, boolean byGroup, float epsilon) {
    this.name = name;
    this.groups = groups;
    this.byGroup = byGroup;
    this.epsilon = epsilon;
  }

  static Operator instance(NodeReader reader) {
    reader.requireInputs(3, 3);
    reader.requireOutputs(1, 1);
    return new GroupNorm("InstanceNormalization", 0, false, reader.number("epsilon", 1e-5f));
  }

  static Operator group(NodeReader reader) {
    reader.requireOpset(18);
    reader.requireInputs(3, 3);
    reader.requireOutputs(1, 1);
    long groups = reader.integer("num_groups", 0);
    if (groups < 1 || groups > Integer.MAX_VALUE) {
      reader.refuse("num_groups", Long.toString(groups), "expected 1 or more");
    }
    if (reader.opset() >= 21) {
      long stash = reader.integer("stash_type", 1);
      if (stash != 1) {
        reader.refuse("stash_type", Long.toString(stash), "expected 1, FLOAT32");
      }
    }
    return new GroupNorm(
        "GroupNormalization", (int) groups, reader.opset() < 21, reader.number("epsilon", 1e-5f));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name, inputs, 0);
    Types.require(name, "X", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null && dims.length < 2) {
      throw new IllegalArgumentException(
          name + ": expected [N, C, ...], found " + Shapes.text(dims));
    }
    for (int i = 1; i <= 2; i++) {
      Fact one = Ports.required(name, inputs, i);
      Types.requireSame(name, x, one);
      int length = Shapes.vectorLength(name, i == 1 ? "scale" : "bias", one);
      if (dims != null && dims[1] >= 0) {
        requireFits(dims[1], length < 0 ? factors(dims[1]) : length);
      }
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  private int factors(int channels) {
    return byGroup ? groups : channels;
  }

  private void requireFits(int channels, int length) {
    if ((groups > 0 && channels % groups != 0) || length != factors(channels)) {
      throw new IllegalArgumentException(
          "%s: %d channels, %d scales or biases (expected %d)%s"
              .formatted(
                  name,
                  channels,
                  length,
                  factors(channels),
                  groups > 0 ? " and " + groups + " groups do not fit" : " do not fit"));
    }
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, 4L * Work.ROW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(name, inputs, 0);
    Tensor scale = Ports.required(name, inputs, 1);
    Tensor bias = Ports.required(name, inputs, 2);
    Tensor out = Ports.required(name, outputs, 0);
    if (x.rank() < 2) {
      throw new IllegalArgumentException(name + ": expected [N, C, ...], found " + x);
    }
    requireFits(x.dim(1), scale.size());
    requireFits(x.dim(1), bias.size());
    out.resizeLike(x);
    if (x.size() == 0) {
      return;
    }
    int channels = x.dim(1);
    int perGroup = groups == 0 ? 1 : channels / groups;
    int plane = x.size() / (x.dim(0) * channels);
    int size = plane * perGroup;
    for (int from = 0; from < x.size(); from += size) {
      workspace.spend(2 * Work.ROW);
      int channel = from / plane % channels;
      if (x.type() == ElementType.FLOAT32) {
        floats(
            x.floats(), out.floats(), from, size, plane, channel, perGroup, scale, bias, workspace);
      } else {
        doubles(
            x.doubles(),
            out.doubles(),
            from,
            size,
            plane,
            channel,
            perGroup,
            scale,
            bias,
            workspace);
      }
    }
  }

  private void floats(
      float[] x,
      float[] out,
      int from,
      int size,
      int plane,
      int channel,
      int perGroup,
      Tensor scale,
      Tensor bias,
      Workspace workspace) {
    double mean = EightSums.of(x, from, size, workspace) / size;
    double squares = EightSums.ofSquares(x, from, size, mean, workspace);
    double inverse = 1 / Math.sqrt(squares / size + epsilon);
    for (int c = 0; c < perGroup; c++) {
      workspace.spend(Work.ROW);
      int factor = byGroup ? channel / perGroup : channel + c;
      BatchNormalization.plane(
          x,
          out,
          from + c * plane,
          plane,
          (float) mean,
          (float) (inverse * scale.floats()[factor]),
          bias.floats()[factor],
          workspace);
    }
  }

  private void doubles(
      double[] x,
      double[] out,
      int from,
      int size,
      int plane,
      int channel,
      int perGroup,
      Tensor scale,
      Tensor bias,
      Workspace workspace) {
    double sum = 0;
    for (int i = from; i < from + size; ) {
      for (int end = workspace.piece(i, from + size, 1); i < end; i++) {
        sum += x[i];
      }
    }
    double mean = sum / size;
    double squares = 0;
    for (int i = from; i < from + size; ) {
      for (int end = workspace.piece(i, from + size, 1); i < end; i++) {
        squares = Math.fma(x[i] - mean, x[i] - mean, squares);
      }
    }
    double inverse = 1 / Math.sqrt(squares / size + epsilon);
    for (int i = 0; i < size; ) {
      for (int end = workspace.piece(i, size, Work.TYPED); i < end; i++) {
        int factor = byGroup ? channel / perGroup : channel + i / plane;
        out[from + i] =
            Math.fma(x[from + i] - mean, inverse * scale.doubles()[factor], bias.doubles()[factor]);
      }
    }
  }
}
