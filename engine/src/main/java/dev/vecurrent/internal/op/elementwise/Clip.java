package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
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
 * ONNX Clip: elements below {@code min} become min, then those above {@code max} become max, so
 * that max wins where the two cross. NaN stays. The limits are FLOAT attributes below opset 11,
 * then optional scalars of the input's type; by default they are the lowest and the largest finite
 * number, so that infinities become finite. FLOAT32 and FLOAT64, since opset 12 also integers.
 */
final class Clip implements Operator {

  static final String NAME = ElementwiseOperators.CLIP;

  private final double min;
  private final double max;
  private final boolean integers;

  private Clip(double min, double max, boolean integers) {
    this.min = min;
    this.max = max;
    this.integers = integers;
  }

  static Operator read(NodeReader reader) {
    boolean attributes = reader.opset() < 11;
    reader.requireInputs(1, attributes ? 1 : 3);
    reader.requireOutputs(1, 1);
    return new Clip(
        attributes ? reader.number("min", -Float.MAX_VALUE) : -Double.MAX_VALUE,
        attributes ? reader.number("max", Float.MAX_VALUE) : Double.MAX_VALUE,
        reader.opset() >= 12);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "input", x, integers ? Types.ALL_NUMBERS : Types.REALS);
    for (int i = 1; i <= 2; i++) {
      Fact limit = Ports.optional(inputs, i);
      int[] dims = limit == null ? null : limit.dims();
      if (limit != null) {
        Types.requireSame(NAME, x, limit);
      }
      for (int axis = 0; dims != null && axis < dims.length; axis++) {
        if (dims[axis] != 1 && dims[axis] >= 0) {
          throw notScalar(i, Shapes.text(dims));
        }
      }
    }
    return new Fact[] {new Fact(x.type(), x.dims(), null, null)};
  }

  private static IllegalArgumentException notScalar(int input, String found) {
    return new IllegalArgumentException(
        NAME + ": input " + (input == 1 ? "min" : "max") + " is " + found + ", expected a scalar");
  }

  private static @Nullable Tensor limit(@Nullable Tensor[] inputs, int index) {
    Tensor limit = Ports.optional(inputs, index);
    if (limit != null && limit.size() != 1) {
      throw notScalar(index, limit.toString());
    }
    return limit;
  }

  /** The function of floats, for limits that are constants. */
  FloatRow floats(@Nullable Tensor[] inputs) {
    return new Limits(low(limit(inputs, 1)), high(limit(inputs, 2)));
  }

  private record Limits(float from, float to) implements FloatRow.InPlace {

    @Override
    public void loop(float[] x, float[] out, int at, int size) {
      floats(x, out, at, size, from, to);
    }
  }

  private float low(@Nullable Tensor limit) {
    return limit == null ? (float) Math.max(min, -Float.MAX_VALUE) : limit.floats()[0];
  }

  private float high(@Nullable Tensor limit) {
    return limit == null ? (float) Math.min(max, Float.MAX_VALUE) : limit.floats()[0];
  }

  @Override
  public boolean isInPlace() {
    return true;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Work.TYPED);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    Tensor low = limit(inputs, 1);
    Tensor high = limit(inputs, 2);
    out.resizeLike(x);
    int size = x.size();
    int each = Broadcast.each(x.type());
    for (int at = 0; at < size; ) {
      int end = workspace.piece(at, size, each);
      part(x, out, at, end, low, high);
      at = end;
    }
  }

  private void part(
      Tensor x, Tensor out, int at, int end, @Nullable Tensor low, @Nullable Tensor high) {
    switch (x.type()) {
      case FLOAT32 -> floats(x.floats(), out.floats(), at, end - at, low(low), high(high));
      case FLOAT64 -> {
        double from = low == null ? min : low.doubles()[0];
        double to = high == null ? max : high.doubles()[0];
        doubles(x.doubles(), out.doubles(), at, end, from, to);
      }
      default -> {
        long from = low == null ? Integers.least(x.type()) : Integers.get(low, 0);
        long to = high == null ? Integers.most(x.type()) : Integers.get(high, 0);
        whole(x, out, at, end, from, to);
      }
    }
  }

  private static void floats(float[] x, float[] out, int at, int size, float from, float to) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.min(Math.max(x[i], from), to);
    }
  }

  private static void doubles(double[] x, double[] out, int at, int end, double from, double to) {
    for (int i = at; i < end; i++) {
      out[i] = Math.min(Math.max(x[i], from), to);
    }
  }

  private static void whole(Tensor x, Tensor out, int at, int end, long from, long to) {
    ElementType type = x.type();
    for (int i = at; i < end; i++) {
      long value = Integers.get(x, i);
      long above = Integers.compare(type, value, from) < 0 ? from : value;
      Integers.set(out, i, Integers.compare(type, above, to) > 0 ? to : above);
    }
  }
}
