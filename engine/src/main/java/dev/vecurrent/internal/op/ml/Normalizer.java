package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ai.onnx.ml Normalizer: rows of {@code [N, C]} or {@code [C]} by their largest element, the sum of
 * their magnitudes, or their Euclidean norm. A row whose divisor is 0 stays as it is.
 */
final class Normalizer implements Operator {

  private static final String NAME = "Normalizer";

  /** The divisor. */
  private enum Norm {
    MAX,
    L1,
    L2
  }

  /** The work of an element. */
  private static final int EACH = 16;

  private static final int NORM = 2;
  private static final int QUOTIENT = 8;

  private final Norm norm;

  private Normalizer(Norm norm) {
    this.norm = norm;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    String name = reader.string("norm", "MAX");
    Norm norm = Norm.MAX;
    switch (name) {
      case "MAX" -> norm = Norm.MAX;
      case "L1" -> norm = Norm.L1;
      case "L2" -> norm = Norm.L2;
      default -> reader.refuse("norm", name, "expected MAX, L1 or L2");
    }
    return new Normalizer(norm);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Numbers.input(NAME, inputs);
    int[] dims = x.dims();
    if (dims != null && (dims.length < 1 || dims.length > 2)) {
      throw new IllegalArgumentException(
          NAME + ": expected [N, C] or [C], found " + Shapes.text(dims));
    }
    return new Fact[] {new Fact(ElementType.FLOAT32, dims, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, EACH);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() < 1 || x.rank() > 2) {
      throw new IllegalArgumentException(NAME + ": expected [N, C] or [C], found " + x);
    }
    out.resizeLike(x);
    float[] to = out.floats();
    int count = Numbers.features(x);
    Watch watch = workspace.bounds().watch();
    for (int from = 0, end; from < x.size(); from = end) {
      end = Pieces.end(watch, from, x.size(), 1);
      for (int i = from; i < end; i++) {
        to[i] = Numbers.single(x, i);
      }
    }
    for (int row = 0; row < x.size(); row += count) {
      if (norm == Norm.L2) {
        euclidean(x, row, count, to, watch);
      } else if (norm == Norm.MAX) {
        divide(to, row, count, largest(to, row, count, watch), watch);
      } else {
        divide(to, row, count, sum(to, row, count, watch), watch);
      }
    }
  }

  private static float largest(float[] x, int at, int count, Watch watch) {
    float most = -Float.MAX_VALUE;
    for (int from = 0, end; from < count; from = end) {
      end = Pieces.end(watch, from, count, NORM);
      for (int i = from; i < end; i++) {
        most = x[at + i] > most ? x[at + i] : most; // NaN is never larger
      }
    }
    return most;
  }

  private static float sum(float[] x, int at, int count, Watch watch) {
    float sum = 0;
    for (int from = 0, end; from < count; from = end) {
      end = Pieces.end(watch, from, count, NORM);
      for (int i = from; i < end; i++) {
        sum += Math.abs(x[at + i]);
      }
    }
    return sum;
  }

  private static void divide(float[] x, int at, int count, float divisor, Watch watch) {
    for (int from = 0, end; from < count && divisor != 0; from = end) {
      end = Pieces.end(watch, from, count, NORM);
      for (int i = from; i < end; i++) {
        x[at + i] /= divisor;
      }
    }
  }

  private static void euclidean(Tensor x, int at, int count, float[] out, Watch watch) {
    float sum = 0;
    for (int from = 0, end; from < count; from = end) {
      end = Pieces.end(watch, from, count, NORM);
      for (int i = from; i < end; i++) {
        sum += square(x, at + i);
      }
    }
    for (int from = 0, end; from < count && sum != 0; from = end) {
      end = Pieces.end(watch, from, count, QUOTIENT);
      for (int i = from; i < end; i++) {
        float magnitude = (float) Math.sqrt(square(x, at + i) / sum);
        out[at + i] = out[at + i] < 0 ? -magnitude : magnitude;
      }
    }
  }

  /** Of FLOAT32 in FLOAT32, of others rounded to it once. */
  private static float square(Tensor x, int i) {
    return switch (x.type()) {
      case FLOAT32 -> x.floats()[i] * x.floats()[i];
      case FLOAT64 -> (float) (x.doubles()[i] * x.doubles()[i]);
      case INT32 -> (float) ((double) x.ints()[i] * x.ints()[i]);
      default -> (float) ((double) x.longs()[i] * x.longs()[i]);
    };
  }
}
