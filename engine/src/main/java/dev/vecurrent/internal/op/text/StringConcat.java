package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.elementwise.BinaryRow;
import dev.vecurrent.internal.op.elementwise.Broadcast;
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

  /** Text is not made when a model is compiled: it may double in each node. */
  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.UNSTATED; // text may double in each node, and only a run has limits for that
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
    Texts.take(Work.plus(length(x, out, workspace), length(y, out, workspace)), workspace);
    BinaryRow row =
        (a, aAt, aStep, b, bAt, bStep, to, at, size) ->
            row(
                (String[]) a,
                aAt,
                aStep,
                (String[]) b,
                bAt,
                bStep,
                (String[]) to,
                at,
                size,
                workspace);
    Broadcast.rows(x, y, out, row, workspace);
  }

  /** The characters of an operand as often as they are in the output. */
  private static long length(Tensor texts, Tensor out, Workspace workspace) {
    long length = 0;
    for (int from = 0, end; from < texts.size(); from = end) {
      end = Pieces.end(workspace.bounds().watch(), from, texts.size(), 2);
      for (int i = from; i < end; i++) {
        length += texts.strings()[i].length();
      }
    }
    return Shapes.times(length, out.size() / texts.size());
  }

  private static void row(
      String[] x,
      int xAt,
      int xStep,
      String[] y,
      int yAt,
      int yStep,
      String[] to,
      int at,
      int size,
      Workspace workspace) {
    for (int i = 0; i < size; i++) {
      String first = x[xAt + i * xStep];
      String second = y[yAt + i * yStep];
      long length = (long) first.length() + second.length();
      if (length > Budget.MOST_ELEMENTS) {
        throw new IllegalArgumentException(
            NAME + ": a text of " + length + " characters is longer than any text can be");
      }
      workspace.spend(Texts.TEXT + length / 8);
      to[at + i] = first.concat(second);
    }
  }
}
