package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * An operator of one input, element by element: FLOAT32 and FLOAT64, and integers where it has a
 * function of them. {@link Arithmetic}, {@link Elementary} and {@link Activations} say which there
 * are.
 */
public final class Unary implements Operator, Elements.Combination {

  private final String name;

  /** The work of an element. */
  private final int each;

  private final UnaryFunction function;
  private final boolean usesKernels;

  private Unary(NodeReader reader, int since, int each, UnaryFunction function) {
    reader.requireOpset(since);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    this.name = reader.operator();
    this.usesKernels = reader.usesKernels();
    this.each = each;
    this.function = function;
  }

  /** An operator whose attributes have been read. */
  static Operator read(NodeReader reader, int since, UnaryFunction function) {
    return new Unary(reader, since, Work.FUNCTION, function);
  }

  /** As {@link #read}, of a function that takes its time. */
  public static Operator slow(NodeReader reader, int since, UnaryFunction function) {
    return new Unary(reader, since, Work.STRICT, function);
  }

  @Override
  public boolean usesKernels() {
    return usesKernels;
  }

  String name() {
    return name;
  }

  /** The function, whose row of floats may work in place. */
  FloatRow function() {
    return function;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name, inputs, 0);
    Set<ElementType> types = function.takesIntegers() ? Types.ALL_NUMBERS : Types.REALS;
    ElementType type = Types.require(name, "X", x, types);
    int[] dims = x.dims();
    return new Fact[] {
      Elements.followed(type)
          ? Elements.combine(type, dims, new Fact[] {x}, this)
          : new Fact(type, dims, null, null)
    };
  }

  @Override
  public Element combined(ElementType type, Element[] values) {
    return values[0] instanceof Element.Known(long x)
        ? Elements.wrapped(type, Element.of(function.of(x)))
        : Element.unknown();
  }

  @Override
  public boolean isInPlace() {
    return true;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, each(outputs[0].type()));
  }

  private int each(ElementType type) {
    return type == ElementType.FLOAT64 ? Work.STRICT : each;
  }

  /** The work of an element of floats. */
  int each() {
    return each;
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(name, inputs, 0);
    Tensor out = Ports.required(name, outputs, 0);
    out.resizeLike(x);
    int size = x.size();
    int each = each(x.type());
    for (int at = 0; at < size; ) {
      int end = workspace.piece(at, size, each);
      part(x, out, at, end, workspace);
      at = end;
    }
  }

  private void part(Tensor x, Tensor out, int at, int end, Workspace workspace) {
    switch (x.type()) {
      case FLOAT32 -> function.apply(x.floats(), at, out.floats(), at, end - at, workspace);
      case FLOAT64 -> doubles(function, x.doubles(), out.doubles(), at, end);
      case INT64 -> longs(ofIntegers(), x.longs(), out.longs(), at, end);
      case INT32 -> ints(ofIntegers(), x.ints(), out.ints(), at, end);
      case UINT64 -> unsigned(ofIntegers(), x.longs(), out.longs(), at, end);
      default -> whole(ofIntegers(), x, out, at, end);
    }
  }

  private UnaryFunction ofIntegers() {
    if (!function.takesIntegers()) {
      throw new IllegalArgumentException(name + ": is not defined on integers");
    }
    return function;
  }

  private static void whole(UnaryFunction function, Tensor x, Tensor out, int from, int end) {
    for (int i = from; i < end; i++) {
      Integers.set(out, i, function.of(Integers.get(x, i)));
    }
  }

  private static void doubles(UnaryFunction function, double[] x, double[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = function.of(x[i]);
    }
  }

  private static void longs(UnaryFunction function, long[] x, long[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = function.of(x[i]);
    }
  }

  private static void unsigned(UnaryFunction function, long[] x, long[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = function.unsigned(x[i]);
    }
  }

  private static void ints(UnaryFunction function, int[] x, int[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = (int) function.of((long) x[i]);
    }
  }
}
