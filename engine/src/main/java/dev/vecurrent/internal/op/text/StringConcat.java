package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Broadcast;
import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.internal.op.NodeReader;
import dev.vecurrent.internal.op.Operator;
import dev.vecurrent.internal.op.Ports;
import dev.vecurrent.internal.op.Shapes;
import dev.vecurrent.internal.op.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** ONNX StringConcat: each text of X with that of Y behind it; both broadcast. */
final class StringConcat implements Operator {

  private static final String NAME = "StringConcat";

  private StringConcat() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(20);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new StringConcat();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Texts.input(NAME, inputs, 0);
    Fact y = Texts.input(NAME, inputs, 1);
    return new Fact[] {new Fact(ElementType.STRING, Shapes.broadcast(NAME, x, y), null, null)};
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor y = Ports.required(NAME, inputs, 1);
    Tensor out = Ports.required(NAME, outputs, 0);
    Broadcast.shape(NAME, x, y, null, out, workspace);
    if (out.size() == 0) {
      return;
    }
    long repeats = out.size() / x.size();
    Texts.requireRoom(NAME, out, length(x) * repeats + length(y) * (out.size() / y.size()));
    Broadcast.rows(x, y, out, StringConcat::row, workspace);
  }

  private static long length(Tensor texts) {
    long length = 0;
    for (int i = 0; i < texts.size(); i++) {
      length += texts.strings()[i].length();
    }
    return length;
  }

  private static void row(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    String[] x = (String[]) a;
    String[] y = (String[]) b;
    String[] to = (String[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = x[aAt + i * aStep].concat(y[bAt + i * bStep]);
    }
  }
}
