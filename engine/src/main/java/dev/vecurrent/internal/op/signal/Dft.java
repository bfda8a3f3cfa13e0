package dev.vecurrent.internal.op.signal;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ONNX DFT: along one axis of {@code [..., n, ..., 1 or 2]}, of which the last is the real and
 * imaginary part. The axis is an attribute below opset 20, then an input. The signal is cut or
 * filled with zeros to {@code dft_length}.
 *
 * <p>With {@code onesided} a real signal gives {@code dft_length / 2 + 1} values (RFFT); with
 * {@code inverse} too, such values give a real signal (IRFFT).
 */
final class Dft implements Operator {

  private static final String NAME = "DFT";

  private final boolean inverse;
  private final boolean onesided;

  /** The attribute; of opset 20 the default of the input. */
  private final long axis;

  private final boolean axisIsInput;

  private Dft(boolean inverse, boolean onesided, long axis, boolean axisIsInput) {
    this.inverse = inverse;
    this.onesided = onesided;
    this.axis = axis;
    this.axisIsInput = axisIsInput;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(17);
    boolean axisIsInput = reader.opset() >= 20;
    reader.requireInputs(1, axisIsInput ? 3 : 2);
    reader.requireOutputs(1, 1);
    return new Dft(
        reader.flag("inverse", false),
        reader.flag("onesided", false),
        axisIsInput ? -2 : reader.integer("axis", 1),
        axisIsInput);
  }

  private boolean isRealInverse() {
    return inverse && onesided;
  }

  private static int along(long axis, int rank) {
    int along = rank < 2 ? rank : Shapes.axis(NAME, axis, rank);
    if (along >= rank - 1) {
      throw new IllegalArgumentException(
          NAME + ": axis " + axis + " of rank " + rank + ", expected one before the last");
    }
    return along;
  }

  private int parts(int dim, int given) {
    boolean fits = isRealInverse() ? dim == 2 : dim == 1 || (dim == 2 && !onesided);
    if (!fits) {
      throw new IllegalArgumentException(
          NAME
              + ": the last dimension is "
              + given
              + ", expected "
              + (isRealInverse() ? "2 (complex)" : onesided ? "1 (real)" : "1 or 2")
              + " with inverse "
              + (inverse ? 1 : 0)
              + " and onesided "
              + (onesided ? 1 : 0));
    }
    return dim;
  }

  private long defaultLength(int dim) {
    return isRealInverse() ? 2 * (dim - 1L) : dim;
  }

  private static int length(long n) {
    if (n < 1 || n > Fourier.MOST) {
      throw new IllegalArgumentException(
          NAME + ": the length is " + n + ", expected 1 to " + Fourier.MOST);
    }
    return (int) n;
  }

  private int made(int n) {
    return onesided && !inverse ? n / 2 + 1 : n;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.UNSTATED;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "input", x, Types.REALS);
    Fact lengthFact = Ports.optional(inputs, 1);
    Fact axisFact = axisIsInput ? Ports.optional(inputs, 2) : null;
    Long n = lengthFact == null ? null : Reals.knownScalar(NAME, "dft_length", lengthFact);
    Long given = axisFact == null ? Long.valueOf(axis) : Reals.knownScalar(NAME, "axis", axisFact);
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(x.type())};
    }
    int rank = dims.length;
    if (rank < 2) {
      throw new IllegalArgumentException(
          NAME + ": the input has " + Shapes.text(dims) + ", expected [..., n, 1 or 2]");
    }
    if (dims[rank - 1] >= 0) {
      parts(dims[rank - 1], dims[rank - 1]);
    }
    int[] out = dims.clone();
    out[rank - 1] = isRealInverse() ? 1 : 2;
    if (given == null) {
      Arrays.fill(out, 0, rank - 1, Fact.UNKNOWN);
      return new Fact[] {new Fact(x.type(), out, null, null)};
    }
    int along = along(given, rank);
    if (n != null) {
      out[along] = made(length(n));
    } else if (lengthFact != null) {
      out[along] = Fact.UNKNOWN;
    } else if (dims[along] >= 0) {
      out[along] = made(length(defaultLength(dims[along])));
    } else if (onesided) {
      out[along] = Fact.UNKNOWN;
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor lengthInput = Ports.optional(inputs, 1);
    Tensor axisInput = axisIsInput ? Ports.optional(inputs, 2) : null;
    Tensor out = Ports.required(NAME, outputs, 0);
    int rank = x.rank();
    int along = along(axisInput == null ? axis : Reals.scalar(NAME, "axis", axisInput), rank);
    int parts = parts(x.dim(rank - 1), x.dim(rank - 1));
    int n =
        length(
            lengthInput == null
                ? defaultLength(x.dim(along))
                : Reals.scalar(NAME, "dft_length", lengthInput));
    Shapes.copyDims(x, workspace.dims);
    workspace.dims[along] = made(n);
    workspace.dims[rank - 1] = isRealInverse() ? 1 : 2;
    out.resize(workspace.dims, rank);
    if (out.size() == 0) {
      return;
    }
    double[] re = workspace.doubles(0, n);
    double[] im = workspace.doubles(1, n);
    int inner = (int) Shapes.count(x, along + 1, rank - 1);
    int outer = (int) Shapes.count(x, 0, along);
    int given = Math.min(x.dim(along), isRealInverse() ? n / 2 + 1 : n);
    Watch watch = workspace.bounds().watch();
    for (int line = 0; line < outer * inner; line++) {
      int before = line / inner;
      int from = (before * x.dim(along) * inner + line % inner) * parts;
      for (int at = 0, end; at < given; at = end) {
        end = Pieces.end(watch, at, given, Fourier.STEP);
        gather(x, from, inner * parts, parts, at, end, re, im);
      }
      for (int at = given, end; at < n; at = end) {
        end = Pieces.end(watch, at, n, 1);
        Arrays.fill(re, at, end, 0);
        Arrays.fill(im, at, end, 0);
      }
      if (isRealInverse()) {
        mirror(re, im, n, watch);
      }
      if (inverse) {
        Fourier.inverse(re, im, n, workspace.inner());
      } else {
        Fourier.forward(re, im, n, workspace.inner());
      }
      int to = before * made(n) * inner + line % inner;
      for (int at = 0, end; at < made(n); at = end) {
        end = Pieces.end(watch, at, made(n), Fourier.STEP);
        scatter(re, im, at, end, out, to, inner);
      }
    }
  }

  private static void gather(
      Tensor x, int from, int step, int parts, int first, int end, double[] re, double[] im) {
    for (int i = first; i < end; i++) {
      re[i] = Reals.get(x, from + i * step);
      im[i] = parts == 1 ? 0 : Reals.get(x, from + i * step + 1);
    }
  }

  /** Fills up the upper half of a spectrum of a real signal, whose ends are real. */
  private static void mirror(double[] re, double[] im, int n, Watch watch) {
    im[0] = 0;
    if (n % 2 == 0) {
      im[n / 2] = 0;
    }
    int half = (n + 1) / 2;
    for (int from = 1, end; from < half; from = end) {
      end = Pieces.end(watch, from, half, 1);
      for (int k = from; k < end; k++) {
        re[n - k] = re[k];
        im[n - k] = -im[k];
      }
    }
  }

  private void scatter(
      double[] re, double[] im, int first, int end, Tensor out, int to, int inner) {
    for (int i = first; i < end; i++) {
      int at = to + i * inner;
      if (isRealInverse()) {
        Reals.set(out, at, re[i]);
      } else {
        Reals.set(out, 2 * at, re[i]);
        Reals.set(out, 2 * at + 1, im[i]);
      }
    }
  }
}
