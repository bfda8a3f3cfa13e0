package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;

/** ONNX Where: elements of X where the condition holds, of Y elsewhere; all three broadcast. */
final class Where implements Operator {

  private Where() {}

  static Operator read(NodeReader reader) {
    reader.requireInputs(3, 3);
    reader.requireOutputs(1, 1);
    reader.requireOpset(9);
    return new Where();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact condition = Ports.required("Where", inputs, 0);
    Fact x = Ports.required("Where", inputs, 1);
    Fact y = Ports.required("Where", inputs, 2);
    Types.require("Where", "condition", condition, Types.BOOL_ONLY);
    Types.requireSame("Where", x, y);
    int[] dims = Shapes.broadcast("Where", condition, x, y);
    Fact fact =
        Elements.followed(x.type())
            ? Elements.combine(x.type(), dims, new Fact[] {condition, x, y}, Where::combine)
            : new Fact(x.type(), dims, null, null);
    return new Fact[] {fact};
  }

  private static long combine(long[] values) {
    if (values[0] == Fact.UNKNOWN_ELEMENT) {
      return values[1] == values[2] ? values[1] : Fact.UNKNOWN_ELEMENT;
    }
    return values[0] != 0 ? values[1] : values[2];
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor condition = Ports.required("Where", inputs, 0);
    Tensor x = Ports.required("Where", inputs, 1);
    Tensor y = Ports.required("Where", inputs, 2);
    Tensor out = Ports.required("Where", outputs, 0);
    Broadcast.shape("Where", condition, x, y, out, workspace);
    if (out.size() == 0) {
      return;
    }
    Broadcast.strides(condition, 0, 3, out, workspace);
    Broadcast.strides(x, 1, 3, out, workspace);
    Broadcast.strides(y, 2, 3, out, workspace);
    int axes = Broadcast.start(out, 3, workspace);
    int[] dims = Broadcast.dims(workspace);
    int[] strides = Broadcast.strides(workspace, 3);
    int[] at = Broadcast.at(workspace);
    int length = dims[axes - 1];
    int steps = (axes - 1) * 3;
    boolean[] choices = condition.booleans();
    int outAt = 0;
    do {
      for (int i = 0; i < length; i++) {
        boolean first = choices[at[0] + i * strides[steps]];
        Tensor from = first ? x : y;
        int fromAt = first ? at[1] + i * strides[steps + 1] : at[2] + i * strides[steps + 2];
        move(from, fromAt, out, outAt + i);
      }
      outAt += length;
    } while (Walk.next(dims, axes, Broadcast.counters(workspace), strides, at, 3));
  }

  private static void move(Tensor from, int fromAt, Tensor to, int toAt) {
    switch (from.type()) {
      case FLOAT32 -> to.floats()[toAt] = from.floats()[fromAt];
      case INT64 -> to.longs()[toAt] = from.longs()[fromAt];
      default -> System.arraycopy(from.storage(), fromAt, to.storage(), toAt, 1);
    }
  }
}
