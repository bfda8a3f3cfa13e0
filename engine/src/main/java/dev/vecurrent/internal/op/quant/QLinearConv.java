package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.window.WindowScratch;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX QLinearConv, of {@code com.microsoft}, too: a convolution of quanta. Exact sums, with a bias
 * of INT32, are multiplied by {@code (x_scale * w_scale) / y_scale}, rounded, and get the zero
 * point of Y. Scales and zero points of W are one, or one for each output channel.
 */
final class QLinearConv implements Operator {

  private static final String NAME = "QLinearConv";

  private static final int X_SCALE = 1;
  private static final int X_ZERO = 2;
  private static final int W = 3;
  private static final int W_SCALE = 4;
  private static final int W_ZERO = 5;
  private static final int Y_SCALE = 6;
  private static final int Y_ZERO = 7;
  private static final int BIAS = 8;

  private final IntegerConv conv;

  private QLinearConv(IntegerConv conv) {
    this.conv = conv;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(10);
    return readConv(reader);
  }

  /** Of com.microsoft, with channels second. */
  static Operator contrib(NodeReader reader) {
    ThroughFloats.refuseChannelsLast(reader);
    return readConv(reader);
  }

  private static Operator readConv(NodeReader reader) {
    reader.requireInputs(8, 9);
    reader.requireOutputs(1, 1);
    return new QLinearConv(IntegerConv.read(NAME, reader));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact w = Ports.required(NAME, inputs, W);
    int[] dims = conv.infer(x, w, Ports.optional(inputs, W_ZERO));
    Types.requireSame(NAME, x, Ports.required(NAME, inputs, X_ZERO));
    Types.requireSame(NAME, w, Ports.required(NAME, inputs, W_ZERO));
    for (int scale : new int[] {X_SCALE, W_SCALE, Y_SCALE}) {
      Types.require(NAME, "scale", Ports.required(NAME, inputs, scale), Quanta.SCALES);
    }
    Fact bias = Ports.optional(inputs, BIAS);
    if (bias != null) {
      Types.require(NAME, "B", bias, Set.of(ElementType.INT32));
    }
    Fact zero = Ports.required(NAME, inputs, Y_ZERO);
    ElementType type = Types.require(NAME, "y_zero_point", zero, Quanta.BYTES);
    return new Fact[] {new Fact(type, dims, null, null)};
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    Tensor w = Ports.optional(constants, W);
    Tensor zero = Ports.optional(constants, W_ZERO);
    return w == null || zero == null ? this : new QLinearConv(conv.packed(packing, w, zero));
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return IntegerConv.work(inputs[W], inputs, outputs);
  }

  @Override
  public String describe() {
    return conv.describe();
  }

  @Override
  public long packedBytes() {
    return conv.packedBytes();
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor w = Ports.required(NAME, inputs, W);
    Tensor out = Ports.required(NAME, outputs, 0);
    conv.resize(x, w, out, workspace);
    int channels = w.dim(0);
    Tensor wScale = each("w_scale", Ports.required(NAME, inputs, W_SCALE), channels);
    Tensor bias = Ports.optional(inputs, BIAS);
    if (bias != null && (bias.rank() != 1 || bias.size() != channels)) {
      throw unfit("B", bias, channels);
    }
    float xScale = each("x_scale", Ports.required(NAME, inputs, X_SCALE), 1).floats()[0];
    float yScale = each("y_scale", Ports.required(NAME, inputs, Y_SCALE), 1).floats()[0];
    int zero = Quanta.get(each("y_zero_point", Ports.required(NAME, inputs, Y_ZERO), 1), 0);
    if (out.size() == 0) {
      return;
    }
    short[] wideX = conv.widenX(x, Ports.optional(inputs, X_ZERO), workspace);
    short[] wideW = conv.widenW(w, Ports.optional(inputs, W_ZERO), workspace);
    int size = WindowScratch.of(workspace).grid.outSize;
    int[] sums = workspace.ints(0, size);
    Watch watch = workspace.bounds().watch();
    for (int plane = 0; plane < x.dim(0) * channels; plane++) {
      conv.plane(wideX, wideW, plane, w.dim(1), channels, sums, 0, workspace);
      int m = plane % channels;
      for (int from = 0, end; bias != null && from < size; from = end) {
        end = Pieces.end(watch, from, size, 1);
        for (int i = from; i < end; i++) {
          sums[i] += bias.ints()[m];
        }
      }
      float scale = xScale * wScale.floats()[wScale.size() == 1 ? 0 : m] / yScale;
      Rounding.sums(sums, 0, size, scale, out, plane * size, zero, watch);
    }
  }

  private static Tensor each(String what, Tensor tensor, int channels) {
    if (tensor.size() != 1 && (tensor.rank() != 1 || tensor.size() != channels)) {
      throw unfit(what, tensor, channels);
    }
    return tensor;
  }

  private static IllegalArgumentException unfit(String what, Tensor tensor, int channels) {
    return new IllegalArgumentException(
        NAME
            + ": "
            + what
            + " is "
            + tensor
            + ", expected one element"
            + (channels == 1 ? "" : ", or one for each of " + channels + " channels"));
  }
}
