package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Walk;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

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
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
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

  private static Element combine(Element[] values) {
    if (!values[0].isKnown()) {
      return values[1].equals(values[2]) ? values[1] : Element.unknown();
    }
    return values[0].is(0) ? values[2] : values[1];
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Broadcast.work(inputs, outputs, Work.TYPED);
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
    Choice choice = choice(x);
    Object from = x.storage();
    Object other = y.storage();
    Object to = out.storage();
    int outAt = 0;
    do {
      workspace.spend(Work.ROW);
      for (int done = 0; done < length; ) {
        int end = workspace.piece(done, length, Work.TYPED);
        choice.row(
            choices,
            at[0] + done * strides[steps],
            strides[steps],
            from,
            at[1] + done * strides[steps + 1],
            strides[steps + 1],
            other,
            at[2] + done * strides[steps + 2],
            strides[steps + 2],
            to,
            outAt,
            end - done);
        outAt += end - done;
        done = end;
      }
    } while (Walk.next(dims, axes, Broadcast.counters(workspace), strides, at, 3));
  }

  /** One row of elements of one storage type. */
  private interface Choice {
    void row(
        boolean[] c,
        int cAt,
        int cStep,
        Object x,
        int xAt,
        int xStep,
        Object y,
        int yAt,
        int yStep,
        Object out,
        int at,
        int size);
  }

  private static Choice choice(Tensor x) {
    return switch (x.storage()) {
      case float[] _ -> Where::floats;
      case double[] _ -> Where::doubles;
      case long[] _ -> Where::longs;
      case int[] _ -> Where::ints;
      case boolean[] _ -> Where::booleans;
      case short[] _ -> Where::shorts;
      case String[] _ -> Where::strings;
      default -> Where::bytes;
    };
  }

  private static void floats(
      boolean[] c,
      int cAt,
      int cStep,
      Object x,
      int xAt,
      int xStep,
      Object y,
      int yAt,
      int yStep,
      Object out,
      int at,
      int size) {
    float[] first = (float[]) x;
    float[] second = (float[]) y;
    float[] to = (float[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = c[cAt + i * cStep] ? first[xAt + i * xStep] : second[yAt + i * yStep];
    }
  }

  private static void doubles(
      boolean[] c,
      int cAt,
      int cStep,
      Object x,
      int xAt,
      int xStep,
      Object y,
      int yAt,
      int yStep,
      Object out,
      int at,
      int size) {
    double[] first = (double[]) x;
    double[] second = (double[]) y;
    double[] to = (double[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = c[cAt + i * cStep] ? first[xAt + i * xStep] : second[yAt + i * yStep];
    }
  }

  private static void longs(
      boolean[] c,
      int cAt,
      int cStep,
      Object x,
      int xAt,
      int xStep,
      Object y,
      int yAt,
      int yStep,
      Object out,
      int at,
      int size) {
    long[] first = (long[]) x;
    long[] second = (long[]) y;
    long[] to = (long[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = c[cAt + i * cStep] ? first[xAt + i * xStep] : second[yAt + i * yStep];
    }
  }

  private static void ints(
      boolean[] c,
      int cAt,
      int cStep,
      Object x,
      int xAt,
      int xStep,
      Object y,
      int yAt,
      int yStep,
      Object out,
      int at,
      int size) {
    int[] first = (int[]) x;
    int[] second = (int[]) y;
    int[] to = (int[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = c[cAt + i * cStep] ? first[xAt + i * xStep] : second[yAt + i * yStep];
    }
  }

  private static void booleans(
      boolean[] c,
      int cAt,
      int cStep,
      Object x,
      int xAt,
      int xStep,
      Object y,
      int yAt,
      int yStep,
      Object out,
      int at,
      int size) {
    boolean[] first = (boolean[]) x;
    boolean[] second = (boolean[]) y;
    boolean[] to = (boolean[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = c[cAt + i * cStep] ? first[xAt + i * xStep] : second[yAt + i * yStep];
    }
  }

  private static void shorts(
      boolean[] c,
      int cAt,
      int cStep,
      Object x,
      int xAt,
      int xStep,
      Object y,
      int yAt,
      int yStep,
      Object out,
      int at,
      int size) {
    short[] first = (short[]) x;
    short[] second = (short[]) y;
    short[] to = (short[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = c[cAt + i * cStep] ? first[xAt + i * xStep] : second[yAt + i * yStep];
    }
  }

  private static void strings(
      boolean[] c,
      int cAt,
      int cStep,
      Object x,
      int xAt,
      int xStep,
      Object y,
      int yAt,
      int yStep,
      Object out,
      int at,
      int size) {
    String[] first = (String[]) x;
    String[] second = (String[]) y;
    String[] to = (String[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = c[cAt + i * cStep] ? first[xAt + i * xStep] : second[yAt + i * yStep];
    }
  }

  private static void bytes(
      boolean[] c,
      int cAt,
      int cStep,
      Object x,
      int xAt,
      int xStep,
      Object y,
      int yAt,
      int yStep,
      Object out,
      int at,
      int size) {
    byte[] first = (byte[]) x;
    byte[] second = (byte[]) y;
    byte[] to = (byte[]) out;
    for (int i = 0; i < size; i++) {
      to[at + i] = c[cAt + i * cStep] ? first[xAt + i * xStep] : second[yAt + i * yStep];
    }
  }
}
