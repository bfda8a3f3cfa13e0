package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Copy;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.internal.op.base.ScalarMath;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Locale;
import java.util.Set;

/**
 * ONNX Cast, and CastLike to the type of the second input. Floats to integers truncate (out of
 * range: as Java narrows), numbers to BOOL are whether they are not zero. To FLOAT16 and BFLOAT16
 * values are rounded to that precision and stay FLOAT32. {@link TextNumbers} says what text numbers
 * are.
 */
final class Cast implements Operator {

  private static final int TEXT = 1024;

  private static final Set<Trait> CONVERSION =
      Set.of(Trait.POINTWISE, Trait.KEEPS_ORDER, Trait.KEEPS_ZEROS);

  /** Floats of one type inside a plan may be of two in the file, so that a cast rounds. */
  private static final Set<Trait> EXACT_CONVERSION =
      Set.of(Trait.POINTWISE, Trait.KEEPS_ORDER, Trait.KEEPS_ZEROS, Trait.IDENTITY_IF_SAME_SHAPE);

  /** {@code null} for CastLike: the type of the second input. */
  private final @Nullable ElementType to;

  private Cast(@Nullable ElementType to) {
    this.to = to;
  }

  static Operator like(NodeReader reader) {
    reader.requireOpset(15);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    if (reader.opset() >= 19) {
      reader.flag("saturate", true); // concerns 8-bit floats only
    }
    return new Cast(null);
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    if (reader.opset() >= 19) {
      reader.flag("saturate", true); // concerns 8-bit floats only
    }
    if (reader.opset() < 6) {
      return byName(reader);
    }
    long number = reader.integer("to", 0);
    try {
      return new Cast(ElementType.ofOnnx((int) Math.clamp(number, 0L, Integer.MAX_VALUE)));
    } catch (IllegalArgumentException e) {
      reader.refuse("to", Long.toString(number), String.valueOf(e.getMessage()));
      return new Cast(ElementType.FLOAT32);
    }
  }

  /** Below opset 6 the type is given by its name. */
  private static Operator byName(NodeReader reader) {
    String name = reader.string("to", "").toUpperCase(Locale.ROOT);
    String known = name.equals("FLOAT") ? "FLOAT32" : name.equals("DOUBLE") ? "FLOAT64" : name;
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(known) && type != ElementType.STRING) {
        return new Cast(type);
      }
    }
    reader.refuse("to", name, "expected the name of an element type, such as FLOAT or INT64");
    return new Cast(ElementType.FLOAT32);
  }

  @Override
  public Set<Trait> traits() {
    return to != null && to.isFloatingPoint() ? CONVERSION : EXACT_CONVERSION;
  }

  @Override
  public int typedBy() {
    return to == null ? 1 : -1;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required("Cast", inputs, 0);
    ElementType to = this.to != null ? this.to : Ports.required("CastLike", inputs, 1).type();
    ElementType type = to.computeType();
    Element[] elements = Elements.of(x);
    int[] dims = x.dims();
    if (elements == null || !Elements.followed(type) || dims == null) {
      return new Fact[] {new Fact(type, dims, null, null)};
    }
    Element[] cast = new Element[elements.length];
    for (int i = 0; i < cast.length; i++) {
      if (elements[i] instanceof Element.Known(long value)) {
        cast[i] = Element.of(narrowed(to, value));
      } else {
        // A symbol is a size, which every integer type has; as a truth value it is another one.
        cast[i] = type == ElementType.BOOL ? Element.unknown() : elements[i];
      }
    }
    return new Fact[] {Elements.fact(type, dims, cast)};
  }

  private static long narrowed(ElementType to, long value) {
    return switch (to) {
      case INT32 -> (int) value;
      case BOOL -> value != 0 ? 1 : 0;
      default -> value;
    };
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required("Cast", inputs, 0);
    Tensor out = Ports.required("Cast", outputs, 0);
    ElementType to = this.to != null ? this.to : Ports.required("CastLike", inputs, 1).type();
    if (x.type() == to) {
      Copy.whole(x, out, workspace);
      return;
    }
    out.resizeLike(x);
    int each = each(x.type(), to);
    for (int at = 0; at < x.size(); ) {
      int end = workspace.piece(at, x.size(), each);
      part(x, to, out, at, end);
      at = end;
    }
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    ElementType from = Ports.required("Cast", inputs, 0).type();
    return Work.plus(Work.ROW, Work.products(inputs, outputs, each(from, outputs[0].type())));
  }

  /** The work of an element: numbers of decimal digits take their time. */
  private static int each(ElementType from, ElementType to) {
    boolean text = from == ElementType.STRING || to == ElementType.STRING;
    return text ? TEXT : Work.TYPED;
  }

  private static void part(Tensor x, ElementType to, Tensor out, int at, int end) {
    if (x.type() == ElementType.STRING) {
      TextNumbers.read(x, to, out, at, end);
    } else if (to == ElementType.STRING) {
      texts(x, out.strings(), at, end);
    } else if (x.type() == ElementType.INT64 && to == ElementType.FLOAT32) {
      floats(x.longs(), out.floats(), at, end);
    } else if (x.type() == ElementType.BOOL && to == ElementType.FLOAT32) {
      floats(x.booleans(), out.floats(), at, end);
    } else if (x.type() == ElementType.FLOAT32 && to == ElementType.INT64) {
      longs(x.floats(), out.longs(), at, end);
    } else {
      each(x, to, out, at, end);
    }
  }

  private static void texts(Tensor x, String[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = TextNumbers.of(x, i);
    }
  }

  private static void floats(long[] x, float[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = (float) x[i];
    }
  }

  private static void floats(boolean[] x, float[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = x[i] ? 1f : 0f;
    }
  }

  private static void longs(float[] x, long[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = (long) x[i];
    }
  }

  private static void each(Tensor x, ElementType to, Tensor out, int from, int end) {
    if (x.type() == ElementType.STRING || to == ElementType.STRING) {
      throw new IllegalArgumentException("Cast: from " + x.type() + " to " + to);
    }
    boolean fromReal = x.type().isFloatingPoint();
    for (int i = from; i < end; i++) {
      if (fromReal) {
        Reals.setAs(to, out, i, x.type() == ElementType.FLOAT32 ? x.floats()[i] : x.doubles()[i]);
      } else {
        setWhole(x.type(), to, out, i, Integers.get(x, i));
      }
    }
  }

  private static void setWhole(ElementType from, ElementType to, Tensor out, int i, long value) {
    switch (to) {
      case FLOAT32 -> out.floats()[i] = Integers.single(from, value);
      case FLOAT16 -> out.floats()[i] = ScalarMath.roundToFloat16(Integers.single(from, value));
      case BFLOAT16 -> out.floats()[i] = ScalarMath.roundToBfloat16(Integers.single(from, value));
      case FLOAT64 -> out.doubles()[i] = Integers.real(from, value);
      default -> Integers.set(out, i, value);
    }
  }
}
