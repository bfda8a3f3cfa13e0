package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.FloatMath;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * The ONNX operators of one input, element by element: Neg, Abs, Sqrt, Exp, Log, Relu, Tanh,
 * Sigmoid, and Not of truth values.
 *
 * <p>Tanh and Sigmoid of floats are those of the recurrent layers; Log of floats is {@link
 * StrictMath#log} rounded once; of doubles all are {@link StrictMath}'s.
 */
final class Unary implements Operator {

  /** Which operator. */
  enum Kind {
    NEG("Neg"),
    ABS("Abs"),
    RELU("Relu"),
    SQRT("Sqrt"),
    EXP("Exp"),
    LOG("Log"),
    TANH("Tanh"),
    SIGMOID("Sigmoid"),
    NOT("Not");

    private final String onnx;

    Kind(String onnx) {
      this.onnx = onnx;
    }

    Set<ElementType> types() {
      return switch (this) {
        case NEG, ABS, RELU -> Types.NUMBERS;
        case NOT -> Types.BOOL_ONLY;
        default -> Types.REALS;
      };
    }
  }

  private final Kind kind;

  private Unary(Kind kind) {
    this.kind = kind;
  }

  static Operator read(NodeReader reader, Kind kind) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Unary(kind);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(kind.onnx, inputs, 0);
    Types.require(kind.onnx, "X", x, kind.types());
    int[] dims = x.dims();
    Fact fact =
        Elements.followed(x.type())
            ? Elements.combine(
                x.type(),
                dims,
                new Fact[] {x},
                x.type() == ElementType.INT32 ? v -> Elements.wrapped(combine(v)) : this::combine)
            : new Fact(x.type(), dims, null, null);
    return new Fact[] {fact};
  }

  private long combine(long[] values) {
    return values[0] == Fact.UNKNOWN_ELEMENT ? values[0] : integer(values[0]);
  }

  private long integer(long x) {
    return switch (kind) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case RELU -> Math.max(x, 0);
      case NOT -> 1 - x;
      default -> throw new IllegalStateException(kind + " is not defined on integers");
    };
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(kind.onnx, inputs, 0);
    Tensor out = Ports.required(kind.onnx, outputs, 0);
    out.resizeLike(x);
    switch (x.type()) {
      case FLOAT32 -> floats(x.floats(), out.floats(), x.size());
      case FLOAT64 -> {
        for (int i = 0; i < x.size(); i++) {
          out.doubles()[i] = real(x.doubles()[i]);
        }
      }
      case INT64 -> {
        for (int i = 0; i < x.size(); i++) {
          out.longs()[i] = integer(x.longs()[i]);
        }
      }
      case INT32 -> {
        for (int i = 0; i < x.size(); i++) {
          out.ints()[i] = (int) integer(x.ints()[i]);
        }
      }
      default -> {
        for (int i = 0; i < x.size(); i++) {
          out.booleans()[i] = !x.booleans()[i];
        }
      }
    }
  }

  private void floats(float[] x, float[] out, int size) {
    switch (kind) {
      case TANH -> Kernels.best().tanh(x, 0, out, 0, size);
      case SIGMOID -> Kernels.best().sigmoid(x, 0, out, 0, size);
      case RELU -> {
        for (int i = 0; i < size; i++) {
          out[i] = x[i] < 0 ? 0f : x[i];
        }
      }
      case EXP -> {
        for (int i = 0; i < size; i++) {
          out[i] = FloatMath.exp(x[i]);
        }
      }
      default -> {
        for (int i = 0; i < size; i++) {
          out[i] = (float) real(x[i]);
        }
      }
    }
  }

  private double real(double x) {
    return switch (kind) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case RELU -> x < 0 ? 0 : x;
      case SQRT -> Math.sqrt(x);
      case EXP -> StrictMath.exp(x);
      case LOG -> StrictMath.log(x);
      case TANH -> StrictMath.tanh(x);
      case SIGMOID -> ScalarMath.sigmoid(x);
      case NOT -> throw new IllegalStateException("Not is not defined on numbers");
    };
  }
}
