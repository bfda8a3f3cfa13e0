package dev.vecurrent.internal.op.shape;

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

/**
 * ONNX EyeLike (since opset 9): a matrix of the shape of the input with ones on the {@code k}-th
 * diagonal, above the main one where k is positive; of the input's type or {@code dtype}.
 */
final class EyeLike implements Operator {

  private static final String NAME = "EyeLike";

  private final @Nullable ElementType type;
  private final long k;

  private EyeLike(@Nullable ElementType type, long k) {
    this.type = type;
    this.k = k;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(9);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    ElementType type = null;
    if (reader.has("dtype")) {
      long number = reader.integer("dtype", 1);
      try {
        type = ElementType.ofOnnx((int) Math.clamp(number, 0L, Integer.MAX_VALUE)).computeType();
      } catch (IllegalArgumentException e) {
        reader.refuse("dtype", Long.toString(number), String.valueOf(e.getMessage()));
      }
    }
    return new EyeLike(type, reader.integer("k", 0));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    int[] dims = x.dims();
    if (dims != null && dims.length != 2) {
      throw new IllegalArgumentException(
          NAME + ": the input has " + Shapes.text(dims) + ", expected a matrix");
    }
    Fact made = new Fact(type == null ? x.type() : type, dims, null, null);
    Types.require(NAME, "output", made, Types.ALL_NUMBERS_AND_BOOL);
    return new Fact[] {dims == null ? Fact.of(made.type(), Shapes.unknown(2)) : made};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, 2 * Work.TYPED);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() != 2) {
      throw new IllegalArgumentException(NAME + ": the input is " + x + ", expected a matrix");
    }
    out.resizeLike(x);
    if (out.size() == 0) {
      return; // one of many rows may have no column
    }
    Integers.fill(out, 0, out.size(), 0, workspace);
    for (int row = 0; row < x.dim(0); row++) {
      long column = row + Math.clamp(k, -(long) Integer.MAX_VALUE, Integer.MAX_VALUE);
      if (column >= 0 && column < x.dim(1)) {
        int at = row * x.dim(1) + (int) column;
        Integers.fill(out, at, at + 1, 1, workspace);
      }
    }
  }
}
