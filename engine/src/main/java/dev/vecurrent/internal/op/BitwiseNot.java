package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** ONNX BitwiseNot of INT32 and INT64. */
final class BitwiseNot implements Operator {

  private BitwiseNot() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(18);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new BitwiseNot();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required("BitwiseNot", inputs, 0);
    ElementType type = Types.require("BitwiseNot", "X", x, Types.INDICES);
    return new Fact[] {
      Elements.combine(
          type,
          x.dims(),
          new Fact[] {x},
          values -> Fact.isUnknown(values[0]) ? Fact.UNKNOWN_ELEMENT : ~values[0])
    };
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required("BitwiseNot", inputs, 0);
    Tensor out = Ports.required("BitwiseNot", outputs, 0);
    out.resizeLike(x);
    if (x.type() == ElementType.INT64) {
      longs(x.longs(), out.longs(), x.size());
    } else {
      ints(x.ints(), out.ints(), x.size());
    }
  }

  private static void longs(long[] x, long[] out, int size) {
    for (int i = 0; i < size; i++) {
      out[i] = ~x[i];
    }
  }

  private static void ints(int[] x, int[] out, int size) {
    for (int i = 0; i < size; i++) {
      out[i] = ~x[i];
    }
  }
}
