package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/** ONNX IsNaN, and IsInf of either sign or one: truth values of FLOAT32 and FLOAT64. */
final class FloatTest implements Operator {

  private final String name;
  private final boolean nan;
  private final boolean negative;
  private final boolean positive;

  private FloatTest(NodeReader reader, int since, boolean nan) {
    reader.requireOpset(since);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    this.name = reader.operator();
    this.nan = nan;
    this.negative = !nan && reader.flag("detect_negative", true);
    this.positive = !nan && reader.flag("detect_positive", true);
  }

  static Operator isNaN(NodeReader reader) {
    return new FloatTest(reader, 9, true);
  }

  static Operator isInf(NodeReader reader) {
    return new FloatTest(reader, 10, false);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name, inputs, 0);
    Types.require(name, "X", x, Types.REALS);
    int[] dims = x.dims();
    return new Fact[] {new Fact(ElementType.BOOL, dims, null, null)};
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(name, inputs, 0);
    Tensor out = Ports.required(name, outputs, 0);
    out.resizeLike(x);
    boolean single = x.type() == ElementType.FLOAT32;
    for (int at = 0; at < x.size(); ) {
      int end = workspace.piece(at, x.size(), 1);
      if (single && nan) {
        nan(x.floats(), out.booleans(), at, end);
      } else if (single) {
        infinite(x.floats(), out.booleans(), at, end);
      } else {
        doubles(x.doubles(), out.booleans(), at, end);
      }
      at = end;
    }
  }

  private static void nan(float[] x, boolean[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = Float.isNaN(x[i]);
    }
  }

  private void infinite(float[] x, boolean[] out, int from, int end) {
    // Without a sign to look for, something that no float is equal to.
    float low = negative ? Float.NEGATIVE_INFINITY : Float.NaN;
    float high = positive ? Float.POSITIVE_INFINITY : Float.NaN;
    for (int i = from; i < end; i++) {
      out[i] = x[i] == low || x[i] == high;
    }
  }

  private void doubles(double[] x, boolean[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] =
          nan ? Double.isNaN(x[i]) : Double.isInfinite(x[i]) && (x[i] < 0 ? negative : positive);
    }
  }
}
