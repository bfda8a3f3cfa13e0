package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
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
 * An ONNX operator of two inputs of one type that broadcast: Add, Sub, Mul, Div, Mod; Equal, Less,
 * Greater, LessOrEqual, GreaterOrEqual; And, Or, Xor; BitwiseAnd, BitwiseOr, BitwiseXor and
 * BitShift of integers; PRelu, whose slope broadcasts to X.
 */
final class Binary implements Operator {

  private final String name;
  private final BinaryFunction function;

  /** Whether the output must have the shape of the first input. */
  private final boolean keepsShape;

  private Binary(String name, BinaryFunction function, boolean keepsShape) {
    this.name = name;
    this.function = function;
    this.keepsShape = keepsShape;
  }

  static Operator read(NodeReader reader, int since, BinaryFunction function) {
    return read(reader, since, function, false);
  }

  /** An operator whose inputs broadcast by attributes below opset 7. */
  static Operator old(NodeReader reader, BinaryFunction function) {
    return OldBroadcast.read(reader, read(reader, 1, function, false));
  }

  /** PRelu; of integers since opset 9. */
  static Operator prelu(NodeReader reader) {
    Set<ElementType> types = reader.opset() < 9 ? Types.REALS : Types.ALL_NUMBERS;
    Operator prelu = read(reader, 1, NumberFunctions.slope(types), true);
    return reader.opset() < 7 ? OldBroadcast.byChannel(prelu, reader.operator()) : prelu;
  }

  /** Mod; of floats only where the {@code fmod} attribute is 1, as ONNX has it. */
  static Operator mod(NodeReader reader) {
    return read(
        reader, 10, reader.flag("fmod", false) ? NumberFunctions.fmod() : NumberFunctions.mod());
  }

  /** BitShift of integers without a sign. */
  static Operator shift(NodeReader reader) {
    String direction = reader.string("direction", "");
    if (!direction.equals("LEFT") && !direction.equals("RIGHT")) {
      reader.refuse("direction", direction, "expected LEFT or RIGHT");
    }
    boolean left = direction.equals("LEFT");
    return read(reader, 11, left ? LogicFunctions.shiftLeft() : LogicFunctions.shiftRight());
  }

  private static Operator read(
      NodeReader reader, int since, BinaryFunction function, boolean keepsShape) {
    reader.requireOpset(since);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new Binary(reader.operator(), function, keepsShape);
  }

  String name() {
    return name;
  }

  /** The function of floats where it gives floats, else {@code null}. */
  @Nullable
  BinaryRow floats() {
    boolean gives = function.types().contains(ElementType.FLOAT32) && !function.truth();
    return gives && !keepsShape ? function : null;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required(name, inputs, 0);
    Fact b = Ports.required(name, inputs, 1);
    Types.require(name, "A", a, function.types());
    Types.requireSame(name, a, b);
    ElementType type = function.truth() ? ElementType.BOOL : a.type();
    int[] dims = Shapes.broadcast(name, a, b);
    int[] own = a.dims();
    if (keepsShape && own != null && dims != null) {
      requireShape(own, dims);
    }
    return new Fact[] {
      Elements.followed(a.type())
          ? Elements.combine(type, dims, new Fact[] {a, b}, function)
          : new Fact(type, dims, null, null)
    };
  }

  private void requireShape(int[] own, int[] dims) {
    boolean same = own.length == dims.length;
    for (int axis = 0; same && axis < dims.length; axis++) {
      // An unknown dimension of X may yet be the one that the slope has.
      same = own[axis] == dims[axis] || own[axis] < 0 || dims[axis] < 0;
    }
    if (!same) {
      throw new IllegalArgumentException(
          name
              + ": the slope must broadcast to X's "
              + Shapes.text(own)
              + ", both give "
              + Shapes.text(dims));
    }
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Broadcast.work(inputs, outputs, Work.TYPED);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor a = Ports.required(name, inputs, 0);
    Tensor b = Ports.required(name, inputs, 1);
    Tensor out = Ports.required(name, outputs, 0);
    Broadcast.shape(name, a, b, null, out, workspace);
    if (keepsShape && !out.sameShape(a)) {
      throw new IllegalArgumentException(
          name + ": the slope " + b + " does not broadcast to X, " + a);
    }
    Broadcast.rows(a, b, out, function.row(name, a.type()), workspace);
  }
}
