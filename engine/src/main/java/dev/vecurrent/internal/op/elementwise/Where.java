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
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/** ONNX Where: elements of X where the condition holds, of Y elsewhere; all three broadcast. */
final class Where implements Operator, Elements.Combination {

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
            ? Elements.combine(x.type(), dims, new Fact[] {condition, x, y}, this)
            : new Fact(x.type(), dims, null, null);
    return new Fact[] {fact};
  }

  @Override
  public Element combined(ElementType type, Element[] values) {
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
    Row row = workspace.kept(Row.class);
    if (row == null) {
      row = workspace.keep(new Row());
    }
    row.c = condition.booleans();
    row.cStep = strides[steps];
    row.xStep = strides[steps + 1];
    row.yStep = strides[steps + 2];
    Object from = x.storage();
    Object other = y.storage();
    Object to = out.storage();
    int outAt = 0;
    do {
      workspace.spend(Work.ROW);
      for (int done = 0; done < length; ) {
        int end = workspace.piece(done, length, Work.TYPED);
        row.cAt = at[0] + done * strides[steps];
        row.xAt = at[1] + done * strides[steps + 1];
        row.yAt = at[2] + done * strides[steps + 2];
        row.at = outAt;
        row.size = end - done;
        choose(row, from, other, to);
        outAt += end - done;
        done = end;
      }
    } while (Walk.next(dims, axes, Broadcast.counters(workspace), strides, at, 3));
  }

  /** Where one row of each operand stands, and how far its elements are apart. */
  private static final class Row {

    private boolean[] c = new boolean[0];
    private int cAt;
    private int cStep;
    private int xAt;
    private int xStep;
    private int yAt;
    private int yStep;
    private int at;
    private int size;
  }

  @SuppressWarnings("IfChainToSwitch") // the JVM makes ready for such a switch for milliseconds
  private static void choose(Row row, Object x, Object y, Object out) {
    if (out instanceof float[] to) {
      floats(row, (float[]) x, (float[]) y, to);
    } else if (out instanceof double[] to) {
      doubles(row, (double[]) x, (double[]) y, to);
    } else if (out instanceof long[] to) {
      longs(row, (long[]) x, (long[]) y, to);
    } else if (out instanceof int[] to) {
      ints(row, (int[]) x, (int[]) y, to);
    } else if (out instanceof boolean[] to) {
      booleans(row, (boolean[]) x, (boolean[]) y, to);
    } else if (out instanceof short[] to) {
      shorts(row, (short[]) x, (short[]) y, to);
    } else if (out instanceof String[] to) {
      strings(row, (String[]) x, (String[]) y, to);
    } else if (out instanceof byte[] to) {
      bytes(row, (byte[]) x, (byte[]) y, to);
    } else {
      throw new IllegalStateException("storage of " + out.getClass());
    }
  }

  private static void floats(Row row, float[] x, float[] y, float[] out) {
    boolean[] c = row.c;
    int at = row.at;
    for (int i = 0; i < row.size; i++) {
      out[at + i] =
          c[row.cAt + i * row.cStep] ? x[row.xAt + i * row.xStep] : y[row.yAt + i * row.yStep];
    }
  }

  private static void doubles(Row row, double[] x, double[] y, double[] out) {
    boolean[] c = row.c;
    int at = row.at;
    for (int i = 0; i < row.size; i++) {
      out[at + i] =
          c[row.cAt + i * row.cStep] ? x[row.xAt + i * row.xStep] : y[row.yAt + i * row.yStep];
    }
  }

  private static void longs(Row row, long[] x, long[] y, long[] out) {
    boolean[] c = row.c;
    int at = row.at;
    for (int i = 0; i < row.size; i++) {
      out[at + i] =
          c[row.cAt + i * row.cStep] ? x[row.xAt + i * row.xStep] : y[row.yAt + i * row.yStep];
    }
  }

  private static void ints(Row row, int[] x, int[] y, int[] out) {
    boolean[] c = row.c;
    int at = row.at;
    for (int i = 0; i < row.size; i++) {
      out[at + i] =
          c[row.cAt + i * row.cStep] ? x[row.xAt + i * row.xStep] : y[row.yAt + i * row.yStep];
    }
  }

  private static void booleans(Row row, boolean[] x, boolean[] y, boolean[] out) {
    boolean[] c = row.c;
    int at = row.at;
    for (int i = 0; i < row.size; i++) {
      out[at + i] =
          c[row.cAt + i * row.cStep] ? x[row.xAt + i * row.xStep] : y[row.yAt + i * row.yStep];
    }
  }

  private static void shorts(Row row, short[] x, short[] y, short[] out) {
    boolean[] c = row.c;
    int at = row.at;
    for (int i = 0; i < row.size; i++) {
      out[at + i] =
          c[row.cAt + i * row.cStep] ? x[row.xAt + i * row.xStep] : y[row.yAt + i * row.yStep];
    }
  }

  private static void strings(Row row, String[] x, String[] y, String[] out) {
    boolean[] c = row.c;
    int at = row.at;
    for (int i = 0; i < row.size; i++) {
      out[at + i] =
          c[row.cAt + i * row.cStep] ? x[row.xAt + i * row.xStep] : y[row.yAt + i * row.yStep];
    }
  }

  private static void bytes(Row row, byte[] x, byte[] y, byte[] out) {
    boolean[] c = row.c;
    int at = row.at;
    for (int i = 0; i < row.size; i++) {
      out[at + i] =
          c[row.cAt + i * row.cStep] ? x[row.xAt + i * row.xStep] : y[row.yAt + i * row.yStep];
    }
  }
}
