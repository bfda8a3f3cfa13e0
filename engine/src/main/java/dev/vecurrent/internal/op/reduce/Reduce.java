package dev.vecurrent.internal.op.reduce;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Parameter;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/**
 * The ONNX reductions over some axes or all: ReduceSum, Mean, Max, Min, Prod, L1, L2, SumSquare,
 * LogSum and LogSumExp. Axes are an attribute, then an input (ReduceSum since opset 13, the others
 * since 18). ReduceMax and ReduceMin take BOOL, too, since opset 20: false is less than true.
 *
 * <p>Of no element the sums are 0, the product is 1, and the logarithms are minus infinity; the
 * greatest element is minus infinity or the type's least value, the least one the opposite. What
 * ONNX leaves undefined is NaN in floats and refused in integers.
 *
 * <p>Elements are taken in index order with one accumulator for each output: double for floats,
 * long for integers.
 */
public final class Reduce implements Operator {

  /** Which operator. */
  public enum Kind {
    SUM("ReduceSum", 13),
    MEAN("ReduceMean", 18),
    MAX("ReduceMax", 18),
    MIN("ReduceMin", 18),
    PROD("ReduceProd", 18),
    L1("ReduceL1", 18),
    L2("ReduceL2", 18),
    SUM_SQUARE("ReduceSumSquare", 18),
    LOG_SUM("ReduceLogSum", 18),
    LOG_SUM_EXP("ReduceLogSumExp", 18);

    private final String onnx;
    private final int axesAreInputSince;

    Kind(String onnx, int axesAreInputSince) {
      this.onnx = onnx;
      this.axesAreInputSince = axesAreInputSince;
    }

    /** Its ONNX name. */
    public String onnx() {
      return onnx;
    }

    /** The work of an element; at the end, also that of a sum. */
    int each() {
      return this == LOG_SUM_EXP || this == LOG_SUM ? Work.STRICT : Work.TYPED;
    }
  }

  private final Kind kind;
  private final Set<ElementType> types;
  private final Parameter axes;
  private final boolean keepDims;
  private final boolean emptyIsNoOp;

  private Reduce(
      Kind kind, Set<ElementType> types, Parameter axes, boolean keepDims, boolean emptyIsNoOp) {
    this.kind = kind;
    this.types = types;
    this.axes = axes;
    this.keepDims = keepDims;
    this.emptyIsNoOp = emptyIsNoOp;
  }

  static Operator read(NodeReader reader, Kind kind) {
    boolean input = reader.opset() >= kind.axesAreInputSince;
    reader.requireInputs(1, input ? 2 : 1);
    reader.requireOutputs(1, 1);
    boolean ofTruth = reader.opset() >= 20 && (kind == Kind.MAX || kind == Kind.MIN);
    return new Reduce(
        kind,
        ofTruth ? Types.ALL_NUMBERS_AND_BOOL : Types.ALL_NUMBERS,
        Parameter.read(reader, "axes", kind.axesAreInputSince, 1),
        reader.flag("keepdims", true),
        input && reader.flag("noop_with_empty_axes", false));
  }

  /** The axes as bits; all of them where none is given. */
  private int mask(long[] known, int rank) {
    if (known.length == 0) {
      return emptyIsNoOp ? 0 : (1 << rank) - 1;
    }
    int mask = 0;
    for (long axis : known) {
      mask = Shapes.withAxis(kind.onnx, mask, axis, rank);
    }
    return mask;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(kind.onnx, inputs, 0);
    Types.require(kind.onnx, "data", x, types);
    int[] dims = x.dims();
    long[] known = axes.given(inputs) ? axes.known(inputs) : new long[0];
    if (dims == null || known == null) {
      return new Fact[] {
        new Fact(
            x.type(), dims == null || !keepDims ? null : Shapes.unknown(dims.length), null, null)
      };
    }
    int mask = mask(known, dims.length);
    int[] out = new int[dims.length];
    int rank = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if ((mask >> axis & 1) == 0) {
        out[rank++] = dims[axis];
      } else if (keepDims) {
        out[rank++] = 1;
      }
    }
    return new Fact[] {new Fact(x.type(), Arrays.copyOf(out, rank), null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact x = Ports.required(kind.onnx, inputs, 0);
    long each = (long) kind.each() + Work.ROW;
    long work = Work.products(inputs, outputs, each + Work.ROW);
    boolean plain = x.type() == ElementType.FLOAT32 && FloatReduction.takes(kind);
    return Work.plus(work, Shapes.times(Work.size(x), plain ? Work.ROW + 1L : each));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(kind.onnx, inputs, 0);
    Tensor out = Ports.required(kind.onnx, outputs, 0);
    int rank = x.rank();
    int mask = mask(inputs, rank);
    int[] dims = workspace.dims;
    int outRank = 0;
    long reduced = 1;
    for (int axis = 0; axis < rank; axis++) {
      boolean gone = (mask >> axis & 1) != 0;
      reduced = gone ? reduced * x.dim(axis) : reduced;
      if (!gone || keepDims) {
        dims[outRank++] = gone ? 1 : x.dim(axis);
      }
    }
    out.resize(dims, outRank);
    if (out.size() == 0) {
      return;
    }
    reduce(x, mask, (int) reduced, out, workspace);
  }

  private int mask(@Nullable Tensor[] inputs, int rank) {
    int count = axes.count(inputs);
    if (count <= 0) {
      return emptyIsNoOp ? 0 : (1 << rank) - 1;
    }
    int mask = 0;
    for (int i = 0; i < count; i++) {
      mask = Shapes.withAxis(kind.onnx, mask, axes.value(inputs, i), rank);
    }
    return mask;
  }

  /** Walks the outputs; for each, walks the axes that go. */
  private void reduce(Tensor x, int mask, int reduced, Tensor out, Workspace workspace) {
    int rank = x.rank();
    int[] kept = workspace.ints(0, 2L * Tensor.MAX_RANK);
    int[] gone = workspace.ints(1, 2L * Tensor.MAX_RANK);
    int keptAxes = 0;
    int goneAxes = 0;
    for (int axis = 0; axis < rank; axis++) {
      int stride = (int) Math.min(Shapes.count(x, axis + 1, rank), Integer.MAX_VALUE);
      if ((mask >> axis & 1) != 0) {
        gone[2 * goneAxes] = x.dim(axis);
        gone[2 * goneAxes++ + 1] = stride;
      } else {
        kept[2 * keptAxes] = x.dim(axis);
        kept[2 * keptAxes++ + 1] = stride;
      }
    }
    goneAxes = joined(gone, goneAxes);
    keptAxes = joined(kept, keptAxes);
    if (x.type() == ElementType.FLOAT32 && FloatReduction.takes(kind) && reduced > 0) {
      FloatReduction.run(kind, x.floats(), kept, keptAxes, gone, goneAxes, reduced, out, workspace);
      return;
    }
    for (int o = 0; o < out.size(); o++) {
      workspace.spend(kind.each() + Work.ROW);
      int from = offset(kept, keptAxes, o);
      if (x.type().isFloatingPoint()) {
        setReal(out, o, real(x, from, gone, goneAxes, reduced, workspace));
      } else {
        Integers.set(out, o, whole(x, from, gone, goneAxes, reduced, workspace));
      }
    }
  }

  /** Joins neighbours that are one run; gives the number of axes left. */
  private static int joined(int[] axes, int count) {
    int last = 0;
    for (int i = 1; i < count; i++) {
      if (axes[2 * last + 1] == axes[2 * i] * axes[2 * i + 1]) {
        axes[2 * last] *= axes[2 * i];
        axes[2 * last + 1] = axes[2 * i + 1];
      } else {
        last++;
        axes[2 * last] = axes[2 * i];
        axes[2 * last + 1] = axes[2 * i + 1];
      }
    }
    return count == 0 ? 0 : last + 1;
  }

  /** Where the element of a dense index stands: pairs of dimension and stride, outermost first. */
  static int offset(int[] axes, int count, int index) {
    if (count == 1) {
      return index * axes[1];
    }
    int rest = index;
    int offset = 0;
    for (int axis = count - 1; axis >= 0; axis--) {
      offset += rest % axes[2 * axis] * axes[2 * axis + 1];
      rest /= axes[2 * axis];
    }
    return offset;
  }

  private double real(
      Tensor x, int from, int[] gone, int goneAxes, int reduced, Workspace workspace) {
    // The largest element is taken out of the exponentials, lest they overflow.
    double shift =
        kind == Kind.LOG_SUM_EXP ? largest(x, from, gone, goneAxes, reduced, workspace) : 0;
    double result =
        switch (kind) {
          case PROD -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          default -> 0;
        };
    for (int i = 0, end = 0; i < reduced; i++) {
      end = i < end ? end : workspace.piece(i, reduced, kind.each());
      double value = element(x, from + offset(gone, goneAxes, i));
      result =
          switch (kind) {
            case SUM, MEAN, LOG_SUM -> result + value;
            case MAX -> Math.max(result, value);
            case MIN -> Math.min(result, value);
            case PROD -> result * value;
            case L1 -> result + Math.abs(value);
            case L2, SUM_SQUARE -> Math.fma(value, value, result);
            case LOG_SUM_EXP -> result + StrictMath.exp(value - shift);
          };
    }
    return switch (kind) {
      case MEAN -> result / reduced;
      case L2 -> Math.sqrt(result);
      case LOG_SUM -> StrictMath.log(result);
      case LOG_SUM_EXP -> StrictMath.log(result) + shift;
      default -> result;
    };
  }

  private static double largest(
      Tensor x, int from, int[] gone, int goneAxes, int reduced, Workspace workspace) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < reduced; ) {
      for (int end = workspace.piece(i, reduced, Work.TYPED); i < end; i++) {
        most = Math.max(most, element(x, from + offset(gone, goneAxes, i)));
      }
    }
    return Double.isInfinite(most) ? 0 : most;
  }

  private static double element(Tensor x, int at) {
    return switch (x.type()) {
      case FLOAT32 -> x.floats()[at];
      case FLOAT64 -> x.doubles()[at];
      default -> Integers.real(x.type(), Integers.get(x, at));
    };
  }

  private long whole(
      Tensor x, int from, int[] gone, int goneAxes, int reduced, Workspace workspace) {
    long result =
        switch (kind) {
          case PROD -> 1;
          case MAX -> Integers.least(x.type());
          case MIN -> Integers.most(x.type());
          default -> 0;
        };
    double exponentials = 0;
    double shift =
        kind == Kind.LOG_SUM_EXP ? largest(x, from, gone, goneAxes, reduced, workspace) : 0;
    for (int i = 0, end = 0; i < reduced; i++) {
      end = i < end ? end : workspace.piece(i, reduced, kind.each());
      long value = Integers.get(x, from + offset(gone, goneAxes, i));
      result =
          switch (kind) {
            case SUM, MEAN, LOG_SUM -> result + value;
            case MAX -> Integers.compare(x.type(), result, value) < 0 ? value : result;
            case MIN -> Integers.compare(x.type(), result, value) < 0 ? result : value;
            case PROD -> result * value;
            case L1 -> result + (x.type() == ElementType.UINT64 ? value : Math.abs(value));
            case L2, SUM_SQUARE -> result + value * value;
            case LOG_SUM_EXP -> result;
          };
      exponentials +=
          kind == Kind.LOG_SUM_EXP
              ? StrictMath.exp(element(x, from + offset(gone, goneAxes, i)) - shift)
              : 0;
    }
    boolean undefined = kind == Kind.MEAN || kind == Kind.LOG_SUM || kind == Kind.LOG_SUM_EXP;
    if (undefined && reduced == 0) {
      throw new IllegalArgumentException(
          kind.onnx + ": no element of " + x + " to reduce, expected one or more of integers");
    }
    return switch (kind) {
      case MEAN ->
          x.type() == ElementType.UINT64 ? Long.divideUnsigned(result, reduced) : result / reduced;
      case L2 -> (long) Math.sqrt(Integers.real(x.type(), result));
      case LOG_SUM -> (long) StrictMath.log(Integers.real(x.type(), result));
      case LOG_SUM_EXP -> (long) (StrictMath.log(exponentials) + shift);
      default -> result;
    };
  }

  private static void setReal(Tensor out, int at, double value) {
    if (out.type() == ElementType.FLOAT32) {
      out.floats()[at] = (float) value;
    } else {
      out.doubles()[at] = value;
    }
  }
}
