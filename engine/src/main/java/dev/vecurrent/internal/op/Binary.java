package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * The ONNX operators of two inputs of one type that broadcast: Add, Sub, Mul, Div, Pow in FLOAT32,
 * FLOAT64, INT32, INT64; the comparisons Equal, Less, Greater, LessOrEqual, GreaterOrEqual; And, Or
 * and Xor of truth values.
 *
 * <p>Integer division truncates; by zero it is refused. Pow of floats is {@link StrictMath#pow}
 * rounded once; its exponent may have another type.
 */
final class Binary implements Operator {

  /** Which operator. */
  enum Kind {
    ADD("Add"),
    SUB("Sub"),
    MUL("Mul"),
    DIV("Div"),
    POW("Pow"),
    EQUAL("Equal"),
    LESS("Less"),
    LESS_OR_EQUAL("LessOrEqual"),
    GREATER("Greater"),
    GREATER_OR_EQUAL("GreaterOrEqual"),
    AND("And"),
    OR("Or"),
    XOR("Xor");

    private final String onnx;

    Kind(String onnx) {
      this.onnx = onnx;
    }

    boolean logical() {
      return this == AND || this == OR || this == XOR;
    }

    boolean truth() {
      return switch (this) {
        case ADD, SUB, MUL, DIV, POW -> false;
        default -> true;
      };
    }
  }

  private final Kind kind;

  private Binary(Kind kind) {
    this.kind = kind;
  }

  static Operator read(NodeReader reader, Kind kind) {
    if (kind == Kind.LESS_OR_EQUAL || kind == Kind.GREATER_OR_EQUAL) {
      reader.requireOpset(12);
    }
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new Binary(kind);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required(kind.onnx, inputs, 0);
    Fact b = Ports.required(kind.onnx, inputs, 1);
    if (kind.logical()) {
      Types.require(kind.onnx, "A", a, Types.BOOL_ONLY);
    } else {
      Types.require(kind.onnx, "A", a, kind == Kind.EQUAL ? Types.NUMBERS_AND_BOOL : Types.NUMBERS);
    }
    if (kind == Kind.POW) {
      Types.require(kind.onnx, "B", b, Types.NUMBERS);
    } else {
      Types.requireSame(kind.onnx, a, b);
    }
    ElementType type = kind.truth() ? ElementType.BOOL : a.type();
    int[] dims = Shapes.broadcast(kind.onnx, a, b);
    boolean follow = Elements.followed(a.type()) && Elements.followed(b.type());
    Fact fact =
        follow
            ? Elements.combine(
                type,
                dims,
                new Fact[] {a, b},
                type == ElementType.INT32 ? v -> Elements.wrapped(combine(v)) : this::combine)
            : new Fact(type, dims, null, null);
    return new Fact[] {fact};
  }

  private long combine(long[] values) {
    boolean unknown = values[0] == Fact.UNKNOWN_ELEMENT || values[1] == Fact.UNKNOWN_ELEMENT;
    return unknown || kind == Kind.POW || (kind == Kind.DIV && values[1] == 0)
        ? Fact.UNKNOWN_ELEMENT
        : integer(values[0], values[1]);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor a = Ports.required(kind.onnx, inputs, 0);
    Tensor b = Ports.required(kind.onnx, inputs, 1);
    Tensor out = Ports.required(kind.onnx, outputs, 0);
    Broadcast.shape(kind.onnx, a, b, null, out, workspace);
    if (out.size() == 0) {
      return;
    }
    Broadcast.strides(a, 0, 2, out, workspace);
    Broadcast.strides(b, 1, 2, out, workspace);
    int axes = Broadcast.start(out, 2, workspace);
    int[] dims = Broadcast.dims(workspace);
    int[] strides = Broadcast.strides(workspace, 2);
    int[] counters = Broadcast.counters(workspace);
    int[] at = Broadcast.at(workspace);
    int length = dims[axes - 1];
    int aStep = strides[(axes - 1) * 2];
    int bStep = strides[(axes - 1) * 2 + 1];
    int outAt = 0;
    do {
      row(a, at[0], aStep, b, at[1], bStep, out, outAt, length);
      outAt += length;
    } while (Walk.next(dims, axes, counters, strides, at, 2));
  }

  private void row(
      Tensor a, int aAt, int aStep, Tensor b, int bAt, int bStep, Tensor out, int at, int length) {
    if (kind == Kind.POW) {
      for (int i = 0; i < length; i++) {
        setNumber(
            out, at + i, StrictMath.pow(number(a, aAt + i * aStep), number(b, bAt + i * bStep)));
      }
      return;
    }
    switch (a.type()) {
      case FLOAT32 -> {
        if (kind.truth()) {
          for (int i = 0; i < length; i++) {
            out.booleans()[at + i] =
                compare(a.floats()[aAt + i * aStep], b.floats()[bAt + i * bStep]);
          }
        } else {
          floats(a.floats(), aAt, aStep, b.floats(), bAt, bStep, out.floats(), at, length);
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < length; i++) {
          double x = a.doubles()[aAt + i * aStep];
          double y = b.doubles()[bAt + i * bStep];
          if (kind.truth()) {
            out.booleans()[at + i] = compare(x, y);
          } else {
            out.doubles()[at + i] = real(x, y);
          }
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          long result = integer(whole(a, aAt + i * aStep), whole(b, bAt + i * bStep));
          switch (out.type()) {
            case BOOL -> out.booleans()[at + i] = result != 0;
            case INT32 -> out.ints()[at + i] = (int) result;
            default -> out.longs()[at + i] = result;
          }
        }
      }
    }
  }

  private void floats(
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] out,
      int at,
      int length) {
    switch (kind) {
      case ADD -> {
        for (int i = 0; i < length; i++) {
          out[at + i] = a[aAt + i * aStep] + b[bAt + i * bStep];
        }
      }
      case SUB -> {
        for (int i = 0; i < length; i++) {
          out[at + i] = a[aAt + i * aStep] - b[bAt + i * bStep];
        }
      }
      case MUL -> {
        for (int i = 0; i < length; i++) {
          out[at + i] = a[aAt + i * aStep] * b[bAt + i * bStep];
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          out[at + i] = a[aAt + i * aStep] / b[bAt + i * bStep];
        }
      }
    }
  }

  private double real(double x, double y) {
    return switch (kind) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      default -> x / y;
    };
  }

  private boolean compare(double x, double y) {
    return switch (kind) {
      case EQUAL -> x == y;
      case LESS -> x < y;
      case LESS_OR_EQUAL -> x <= y;
      case GREATER -> x > y;
      default -> x >= y;
    };
  }

  private long integer(long x, long y) {
    return switch (kind) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> divide(x, y);
      case EQUAL -> x == y ? 1 : 0;
      case LESS -> x < y ? 1 : 0;
      case LESS_OR_EQUAL -> x <= y ? 1 : 0;
      case GREATER -> x > y ? 1 : 0;
      case GREATER_OR_EQUAL -> x >= y ? 1 : 0;
      case AND -> x & y;
      case OR -> x | y;
      case XOR -> x ^ y;
      case POW -> throw new IllegalStateException("Pow is computed in double");
    };
  }

  private static long divide(long x, long y) {
    if (y == 0) {
      throw new IllegalArgumentException("Div: integer division by zero");
    }
    return x / y;
  }

  private static long whole(Tensor tensor, int at) {
    return switch (tensor.type()) {
      case INT64 -> tensor.longs()[at];
      case INT32 -> tensor.ints()[at];
      default -> tensor.booleans()[at] ? 1 : 0;
    };
  }

  private static double number(Tensor tensor, int at) {
    return switch (tensor.type()) {
      case FLOAT32 -> tensor.floats()[at];
      case FLOAT64 -> tensor.doubles()[at];
      default -> whole(tensor, at);
    };
  }

  private static void setNumber(Tensor tensor, int at, double value) {
    switch (tensor.type()) {
      case FLOAT32 -> tensor.floats()[at] = (float) value;
      case FLOAT64 -> tensor.doubles()[at] = value;
      case INT64 -> tensor.longs()[at] = (long) value;
      default -> tensor.ints()[at] = (int) value;
    }
  }
}
