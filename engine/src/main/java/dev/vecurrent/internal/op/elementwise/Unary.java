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
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * An operator of one input, element by element: FLOAT32 and FLOAT64, and integers where it has a
 * function of them. {@link Arithmetic} and {@link Activations} say which there are.
 */
public final class Unary implements Operator {

  private final String name;

  /** The work of an element. */
  private final int each;

  private final FloatRow floats;
  private final DoubleUnaryOperator doubles;
  private final @Nullable LongUnaryOperator integers;

  /** The function of the 64 bits of a UINT64. */
  private final @Nullable LongUnaryOperator unsigned;

  private final boolean usesKernels;

  private Unary(
      NodeReader reader,
      int each,
      FloatRow floats,
      DoubleUnaryOperator doubles,
      @Nullable LongUnaryOperator integers,
      @Nullable LongUnaryOperator unsigned) {
    this.name = reader.operator();
    this.usesKernels = reader.usesKernels();
    this.each = each;
    this.floats = floats;
    this.doubles = doubles;
    this.integers = integers;
    this.unsigned = unsigned;
  }

  /** An operator of floats whose attributes have been read. */
  public static Operator read(
      NodeReader reader, int since, FloatRow floats, DoubleUnaryOperator doubles) {
    return read(reader, since, floats, doubles, null, null);
  }

  /** An operator of numbers. */
  static Operator read(
      NodeReader reader,
      int since,
      FloatRow floats,
      DoubleUnaryOperator doubles,
      @Nullable LongUnaryOperator integers,
      @Nullable LongUnaryOperator unsigned) {
    reader.requireOpset(since);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Unary(reader, Work.FUNCTION, floats, doubles, integers, unsigned);
  }

  /** A function that takes its time, of floats, too. */
  public static Operator slow(
      NodeReader reader, int since, FloatRow floats, DoubleUnaryOperator doubles) {
    reader.requireOpset(since);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Unary(reader, Work.STRICT, floats, doubles, null, null);
  }

  @Override
  public boolean usesKernels() {
    return usesKernels;
  }

  String name() {
    return name;
  }

  /** The function of floats, which may work in place. */
  FloatRow floats() {
    return floats;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name, inputs, 0);
    Set<ElementType> types = integers == null ? Types.REALS : Types.ALL_NUMBERS;
    ElementType type = Types.require(name, "X", x, types);
    int[] dims = x.dims();
    LongUnaryOperator function = integers;
    if (function == null || !Elements.followed(type)) {
      return new Fact[] {new Fact(type, dims, null, null)};
    }
    return new Fact[] {
      Elements.combineKnown(
          type, dims, new Fact[] {x}, values -> Element.of(function.applyAsLong(values[0])))
    };
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
      case FLOAT32 -> floats.apply(x.floats(), at, out.floats(), at, end - at, workspace);
      case FLOAT64 -> doubles(doubles, x.doubles(), out.doubles(), at, end);
      case INT64 -> longs(required(integers), x.longs(), out.longs(), at, end);
      case INT32 -> ints(required(integers), x.ints(), out.ints(), at, end);
      case UINT64 -> longs(required(unsigned), x.longs(), out.longs(), at, end);
      default -> whole(required(integers), x, out, at, end);
    }
  }

  private LongUnaryOperator required(@Nullable LongUnaryOperator function) {
    if (function == null) {
      throw new IllegalArgumentException(name + ": is not defined on integers");
    }
    return function;
  }

  private static void whole(LongUnaryOperator function, Tensor x, Tensor out, int from, int end) {
    for (int i = from; i < end; i++) {
      Integers.set(out, i, function.applyAsLong(Integers.get(x, i)));
    }
  }

  private static void doubles(
      DoubleUnaryOperator function, double[] x, double[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = function.applyAsDouble(x[i]);
    }
  }

  private static void longs(LongUnaryOperator function, long[] x, long[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = function.applyAsLong(x[i]);
    }
  }

  private static void ints(LongUnaryOperator function, int[] x, int[] out, int from, int end) {
    for (int i = from; i < end; i++) {
      out[i] = (int) function.applyAsLong(x[i]);
    }
  }
}
