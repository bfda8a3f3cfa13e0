package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.ElementaryMath;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX Pow of numbers that broadcast; the exponent may have another type than the base since opset
 * 12. FLOAT32 with FLOAT32 is an own kernel, squares are products; everything else is computed in
 * double by {@link StrictMath#pow} and converted once (integers as Java narrows).
 */
final class Pow implements Operator, BinaryRow {

  private final boolean mixed;

  private Pow(boolean mixed) {
    this.mixed = mixed;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return OldBroadcast.read(reader, new Pow(reader.opset() >= 12));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
  }

  @Override
  public int typedBy() {
    return 0;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact base = Ports.required("Pow", inputs, 0);
    Fact exponent = Ports.required("Pow", inputs, 1);
    Types.require("Pow", "X", base, Types.ALL_NUMBERS);
    Types.require("Pow", "Y", exponent, Types.ALL_NUMBERS);
    if (!mixed) {
      Types.requireSame("Pow", base, exponent);
    }
    return new Fact[] {new Fact(base.type(), Shapes.broadcast("Pow", base, exponent), null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Broadcast.work(inputs, outputs, Work.STRICT);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor base = Ports.required("Pow", inputs, 0);
    Tensor exponent = Ports.required("Pow", inputs, 1);
    Tensor out = Ports.required("Pow", outputs, 0);
    Broadcast.shape("Pow", base, exponent, null, out, workspace);
    boolean floats = base.type() == ElementType.FLOAT32 && exponent.type() == ElementType.FLOAT32;
    BinaryRow row = floats ? this : new Others(base.type(), exponent.type());
    Broadcast.rows(base, exponent, out, row, Work.STRICT, workspace);
  }

  /** Of floats. */
  @Override
  public void apply(
      Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
    float[] x = (float[]) a;
    float[] y = (float[]) b;
    float[] to = (float[]) out;
    if (bStep == 0 && y[bAt] == 2) {
      squares(x, aAt, aStep, to, at, size);
      return;
    }
    for (int i = 0; i < size; i++) {
      to[at + i] = pow(x[aAt + i * aStep], y[bAt + i * bStep]);
    }
  }

  private static void squares(float[] x, int xAt, int step, float[] out, int at, int size) {
    if (step == 1) {
      for (int i = 0; i < size; i++) {
        out[at + i] = x[xAt + i] * x[xAt + i];
      }
      return;
    }
    for (int i = 0; i < size; i++) {
      out[at + i] = x[xAt] * x[xAt];
    }
  }

  /** The powers of numbers that are not both floats. */
  private record Others(ElementType of, ElementType by) implements BinaryRow {

    @Override
    public void apply(
        Object a, int aAt, int aStep, Object b, int bAt, int bStep, Object out, int at, int size) {
      for (int i = 0; i < size; i++) {
        double power =
            StrictMath.pow(number(of, a, aAt + i * aStep), number(by, b, bAt + i * bStep));
        set(of, out, at + i, power);
      }
    }
  }

  /** An exponent of 2 gives the same bits whether it stands alone or in a row. */
  private static float pow(float x, float y) {
    return y == 2 ? x * x : ElementaryMath.pow(x, y);
  }

  private static double number(ElementType type, Object array, int at) {
    if (array instanceof float[] floats) {
      return floats[at];
    }
    return array instanceof double[] doubles
        ? doubles[at]
        : Integers.real(type, Integers.get(type, array, at));
  }

  private static void set(ElementType type, Object array, int at, double value) {
    if (array instanceof float[] floats) {
      floats[at] = (float) value;
    } else if (array instanceof double[] doubles) {
      doubles[at] = value;
    } else if (type == ElementType.INT32) {
      ((int[]) array)[at] = (int) value;
    } else {
      Integers.set(type, array, at, Integers.ofReal(type, value));
    }
  }
}
