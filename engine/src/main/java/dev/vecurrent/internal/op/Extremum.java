package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Max and Min: the largest or smallest of the elements of one or more inputs that broadcast.
 * FLOAT32 and FLOAT64, since opset 12 also INT32 and INT64. NaN propagates; -0 is less than 0.
 */
final class Extremum implements Operator {

  private final boolean largest;
  private final boolean integers;

  private Extremum(boolean largest, boolean integers) {
    this.largest = largest;
    this.integers = integers;
  }

  static Operator read(NodeReader reader, boolean largest) {
    reader.requireInputs(1, Integer.MAX_VALUE);
    for (int i = 1; i < reader.inputs(); i++) {
      if (!reader.hasInput(i)) {
        reader.refuse("input " + i, "", "is required");
      }
    }
    reader.requireOutputs(1, 1);
    return new Extremum(largest, reader.opset() >= 12);
  }

  private String name() {
    return largest ? "Max" : "Min";
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact[] all = new Fact[inputs.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = Ports.required(name(), inputs, i);
      Types.require(name(), "data_" + i, all[i], integers ? Types.NUMBERS : Types.REALS);
      Types.requireSame(name(), all[0], all[i]);
    }
    int[] dims = Shapes.broadcast(name(), all);
    Fact fact =
        Elements.followed(all[0].type())
            ? Elements.combine(all[0].type(), dims, all, this::combine)
            : new Fact(all[0].type(), dims, null, null);
    return new Fact[] {fact};
  }

  private long combine(long[] values) {
    long best = values[0];
    for (long value : values) {
      if (value == Fact.UNKNOWN_ELEMENT) {
        return Fact.UNKNOWN_ELEMENT;
      }
      best = better(best, value);
    }
    return best;
  }

  private long better(long a, long b) {
    return largest ? Math.max(a, b) : Math.min(a, b);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor out = Ports.required(name(), outputs, 0);
    int[] shape = workspace.dims;
    int rank = Shapes.copyDims(Ports.required(name(), inputs, 0), shape);
    for (int i = 1; i < inputs.length; i++) {
      rank = Shapes.broadcast(name(), shape, rank, Ports.required(name(), inputs, i));
    }
    out.resize(shape, rank);
    for (int i = 0; i < inputs.length && out.size() > 0; i++) {
      merge(Ports.required(name(), inputs, i), i == 0, out, workspace);
    }
  }

  /** Takes in one input: the first is copied, later ones are compared. */
  private void merge(Tensor in, boolean first, Tensor out, Workspace workspace) {
    Broadcast.strides(in, 0, 1, out, workspace);
    if (first) {
      Shapes.copyDims(out, StridedCopy.dims(workspace));
      StridedCopy.run(in, 0, out.rank(), out, workspace);
      return;
    }
    int axes = Broadcast.start(out, 1, workspace);
    int[] dims = Broadcast.dims(workspace);
    int[] strides = Broadcast.strides(workspace, 1);
    int[] counters = Broadcast.counters(workspace);
    int[] at = Broadcast.at(workspace);
    int length = dims[axes - 1];
    int step = strides[axes - 1];
    int outAt = 0;
    do {
      row(in, at[0], step, out, outAt, length);
      outAt += length;
    } while (Walk.next(dims, axes, counters, strides, at, 1));
  }

  private void row(Tensor in, int inAt, int step, Tensor out, int at, int length) {
    switch (in.type()) {
      case FLOAT32 -> {
        float[] from = in.floats();
        float[] to = out.floats();
        for (int i = 0; i < length; i++) {
          float x = from[inAt + i * step];
          to[at + i] = largest ? Math.max(to[at + i], x) : Math.min(to[at + i], x);
        }
      }
      case FLOAT64 -> {
        double[] from = in.doubles();
        double[] to = out.doubles();
        for (int i = 0; i < length; i++) {
          double x = from[inAt + i * step];
          to[at + i] = largest ? Math.max(to[at + i], x) : Math.min(to[at + i], x);
        }
      }
      case INT64 -> {
        for (int i = 0; i < length; i++) {
          out.longs()[at + i] = better(out.longs()[at + i], in.longs()[inAt + i * step]);
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          out.ints()[at + i] = (int) better(out.ints()[at + i], in.ints()[inAt + i * step]);
        }
      }
    }
  }
}
