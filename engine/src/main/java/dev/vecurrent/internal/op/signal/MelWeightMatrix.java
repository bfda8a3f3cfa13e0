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
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX MelWeightMatrix (since opset 17): triangles between frequencies that are equally far apart
 * on the mel scale, {@code [dft_length / 2 + 1, num_mel_bins]}. Frequencies become bins by rounding
 * down, as ONNX's reference has it.
 */
final class MelWeightMatrix implements Operator {

  private static final String NAME = "MelWeightMatrix";
  private static final String[] INPUTS = {
    "num_mel_bins", "dft_length", "sample_rate", "lower_edge_hertz", "upper_edge_hertz"
  };

  /** The work of the three edges of a band, and of an element of it. */
  private static final int EDGES = 256;

  private static final int ELEMENT = 8;

  private final ElementType type;

  private MelWeightMatrix(ElementType type) {
    this.type = type;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(17);
    reader.requireInputs(5, 5);
    reader.requireOutputs(1, 1);
    return new MelWeightMatrix(OutputType.read(reader));
  }

  private static int positive(int input, long value) {
    if (value < (input == 0 ? 0 : 1) || value > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          NAME + ": " + INPUTS[input] + " is " + value + ", expected a positive number");
    }
    return (int) value;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    int[] dims = new int[2];
    for (int i = 0; i < 3; i++) {
      Long known = Reals.knownScalar(NAME, INPUTS[i], Ports.required(NAME, inputs, i));
      if (i < 2) {
        dims[1 - i] = known == null ? Fact.UNKNOWN : positive(i, known);
      }
    }
    dims[0] = dims[0] < 0 ? dims[0] : dims[0] / 2 + 1;
    Types.require(NAME, INPUTS[3], Ports.required(NAME, inputs, 3), Types.REALS);
    Types.require(NAME, INPUTS[4], Ports.required(NAME, inputs, 4), Types.REALS);
    return new Fact[] {Fact.of(type.computeType(), dims)};
  }

  /** Each bin is in two bands at most, whose edges may be in it. */
  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    int[] dims = outputs[0].dims();
    if (dims == null || dims[0] < 0 || dims[1] < 0) {
      return Work.UNSTATED;
    }
    long bands = Shapes.times(2L * dims[0] + 3L * dims[1], ELEMENT) + Shapes.times(dims[1], EDGES);
    return Work.plus(Work.elements(inputs, outputs), bands);
  }

  private static int whole(@Nullable Tensor[] inputs, int input) {
    Tensor tensor = Ports.required(NAME, inputs, input);
    return positive(input, Reals.scalar(NAME, INPUTS[input], tensor));
  }

  private static double mel(@Nullable Tensor[] inputs, int input) {
    Tensor tensor = Ports.required(NAME, inputs, input);
    double hertz = tensor.size() == 1 ? Reals.get(tensor, 0) : -1;
    if (!(hertz >= 0)) {
      throw new IllegalArgumentException(
          NAME + ": " + INPUTS[input] + " is not one frequency of 0 or more, but " + tensor);
    }
    return 2595 * StrictMath.log10(1 + hertz / 700);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor out = Ports.required(NAME, outputs, 0);
    int mels = whole(inputs, 0);
    int length = whole(inputs, 1);
    int rate = whole(inputs, 2);
    double low = mel(inputs, 3);
    double step = (mel(inputs, 4) - low) / (mels + 2.0);
    int bins = length / 2 + 1;
    workspace.dims[0] = bins;
    workspace.dims[1] = mels;
    out.resize(workspace.dims, 2);
    Watch watch = workspace.bounds().watch();
    Pieces.clear(out, watch);
    for (int mel = 0; mel < mels; mel++) {
      watch.spend(EDGES);
      int left = bin(mel, low, step, length, rate, bins);
      int centre = bin(mel + 1, low, step, length, rate, bins);
      int right = bin(mel + 2, low, step, length, rate, bins);
      triangle(out, mel, left, centre, right, watch);
    }
  }

  private static int bin(int i, double low, double step, int length, int rate, int bins) {
    double hertz = 700 * (StrictMath.pow(10, (i * step + low) / 2595) - 1);
    double bin = Math.floor((length + 1.0) * hertz / rate);
    if (!(bin >= 0 && bin < bins + 1.0)) {
      throw new IllegalArgumentException(
          NAME
              + ": the band that ends at "
              + hertz
              + " Hz is outside of a spectrum up to half of sample_rate "
              + rate);
    }
    return (int) bin;
  }

  private void triangle(Tensor out, int mel, int left, int centre, int right, Watch watch) {
    int bins = out.dim(0);
    int mels = out.dim(1);
    if (centre == left && centre < bins) {
      Reals.setAs(type, out, centre * mels + mel, 1);
    }
    int last = centre > left ? Math.min(centre + 1, bins) : left;
    for (int from = left, end; from < last; from = end) {
      end = Pieces.end(watch, from, last, ELEMENT);
      for (int bin = from; bin < end; bin++) {
        double share = (double) (bin - left) / (centre - left);
        Reals.setAs(type, out, bin * mels + mel, share);
      }
    }
    int stop = Math.min(right, bins);
    for (int from = centre, end; from < stop; from = end) {
      end = Pieces.end(watch, from, stop, ELEMENT);
      for (int bin = from; bin < end; bin++) {
        double share = (double) (right - bin) / (right - centre);
        Reals.setAs(type, out, bin * mels + mel, share);
      }
    }
  }
}
