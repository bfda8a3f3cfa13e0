package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.window.WindowScratch;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** ONNX ConvInteger: a convolution of quanta less their zero points, as INT32. */
final class ConvInteger implements Operator {

  private static final String NAME = "ConvInteger";

  private final IntegerConv conv;
  private final boolean hasWZero;

  private ConvInteger(IntegerConv conv, boolean hasWZero) {
    this.conv = conv;
    this.hasWZero = hasWZero;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(10);
    reader.requireInputs(2, 4);
    reader.requireOutputs(1, 1);
    return new ConvInteger(IntegerConv.read(NAME, reader), reader.hasInput(3));
  }

  @Override
  public int wantedRank(@Nullable Tensor weights) {
    return weights == null ? -1 : weights.rank();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact w = Ports.required(NAME, inputs, 1);
    for (int i = 2; i < 4; i++) {
      Fact zero = Ports.optional(inputs, i);
      if (zero != null) {
        Types.requireSame(NAME, i == 2 ? x : w, zero);
      }
    }
    return new Fact[] {
      new Fact(ElementType.INT32, conv.infer(x, w, Ports.optional(inputs, 3)), null, null)
    };
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    Tensor w = Ports.optional(constants, 1);
    Tensor zero = Ports.optional(constants, 3);
    return w == null || (hasWZero && zero == null)
        ? this
        : new ConvInteger(conv.packed(packing, w, zero), hasWZero);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return IntegerConv.work(inputs[1], inputs, outputs);
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
    Tensor w = Ports.required(NAME, inputs, 1);
    Tensor out = Ports.required(NAME, outputs, 0);
    conv.resize(x, w, out, workspace);
    if (out.size() == 0) {
      return;
    }
    short[] wideX = conv.widenX(x, Ports.optional(inputs, 2), workspace);
    short[] wideW = conv.widenW(w, Ports.optional(inputs, 3), workspace);
    int size = WindowScratch.of(workspace).grid.outSize;
    for (int plane = 0; plane < x.dim(0) * w.dim(0); plane++) {
      int at = plane * size;
      conv.plane(wideX, wideW, plane, w.dim(1), w.dim(0), out.ints(), at, workspace);
    }
  }
}
