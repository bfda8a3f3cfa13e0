package dev.vecurrent.internal.op.random;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.random.RandomStream;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX Multinomial (since opset 7): for each row of unnormalised log-probabilities {@code [N,
 * classes]} some classes, drawn with replacement, {@code [N, sample_size]}. A class of negative
 * infinity is never drawn; NaN and positive infinity are refused.
 */
final class Multinomial implements Operator {

  private static final String NAME = "Multinomial";
  private static final Set<ElementType> ALLOWED = Set.of(ElementType.INT32, ElementType.INT64);

  /** The work of a class of a row, and of a sample. */
  private static final int EACH = 80;

  private static final int EXP = 64;

  private final ElementType type;
  private final int samples;
  private final NodeSeed seed;

  private Multinomial(ElementType type, int samples, NodeSeed seed) {
    this.type = type;
    this.samples = samples;
    this.seed = seed;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(7);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    long samples = reader.integer("sample_size", 1);
    if (samples < 1 || samples > Integer.MAX_VALUE - 8) {
      reader.refuse("sample_size", Long.toString(samples), "expected 1 or more");
      samples = 1;
    }
    return new Multinomial(
        Dtype.read(reader, ALLOWED, ElementType.INT32), (int) samples, NodeSeed.ofFloat(reader));
  }

  @Override
  public boolean isRandom(@Nullable Fact[] inputs) {
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "input", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null && dims.length != 2) {
      throw new IllegalArgumentException(
          NAME + ": the input has " + Shapes.text(dims) + ", expected [batch, classes]");
    }
    return new Fact[] {Fact.of(type, dims == null ? Fact.UNKNOWN : dims[0], samples)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Shapes.times(Work.elements(inputs, outputs), EACH);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() != 2) {
      throw new IllegalArgumentException(
          NAME + ": the input is " + x + ", expected [batch, classes]");
    }
    workspace.dims[0] = x.dim(0);
    workspace.dims[1] = samples;
    out.resize(workspace.dims, 2);
    if (out.size() == 0) {
      return;
    }
    Watch watch = workspace.bounds().watch();
    RandomStream random = seed.begin(workspace);
    if (out.size() == 0) {
      return;
    }
    int classes = x.dim(1);
    double[] sums = workspace.doubles(0, classes);
    for (int row = 0; row < x.dim(0); row++) {
      int last = accumulate(x, row, sums, watch);
      for (int from = 0, end; from < samples; from = end) {
        end = Pieces.end(watch, from, samples, EACH);
        draw(sums, last, random, out, row * samples + from, end - from);
      }
    }
  }

  private void draw(double[] sums, int last, RandomStream random, Tensor out, int at, int count) {
    for (int i = at; i < at + count; i++) {
      int drawn = first(sums, last, random.uniform() * sums[last]);
      if (type == ElementType.INT32) {
        out.ints()[i] = drawn;
      } else {
        out.longs()[i] = drawn;
      }
    }
  }

  /** Sums of probabilities up to each class; gives the last class that may be drawn. */
  private static int accumulate(Tensor x, int row, double[] sums, Watch watch) {
    int classes = x.dim(1);
    double most = largest(x, row, watch);
    if (most == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          NAME + ": row " + row + " of " + x + " has no class of a finite log-probability");
    }
    double sum = 0;
    int last = 0;
    for (int from = 0, end; from < classes; from = end) {
      end = Pieces.end(watch, from, classes, EXP);
      for (int i = from; i < end; i++) {
        double probability = StrictMath.exp(value(x, row * classes + i) - most);
        last = sum + probability > sum ? i : last;
        sum += probability;
        sums[i] = sum;
      }
    }
    return last;
  }

  private static double largest(Tensor x, int row, Watch watch) {
    int classes = x.dim(1);
    double most = Double.NEGATIVE_INFINITY;
    for (int from = 0, end; from < classes; from = end) {
      end = Pieces.end(watch, from, classes, EACH - EXP);
      for (int i = from; i < end; i++) {
        double value = value(x, row * classes + i);
        if (Double.isNaN(value) || value == Double.POSITIVE_INFINITY) {
          throw new IllegalArgumentException(
              NAME + ": log-probability " + i + " of row " + row + " is " + value);
        }
        most = Math.max(most, value);
      }
    }
    return most;
  }

  private static double value(Tensor x, int i) {
    return x.type() == ElementType.FLOAT32 ? x.floats()[i] : x.doubles()[i];
  }

  /** The first class whose sum is larger; the last where rounding left none. */
  private static int first(double[] sums, int last, double drawn) {
    int low = 0;
    int high = last;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sums[middle] > drawn) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
