package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX ReverseSequence: the first {@code sequence_lens[n]} steps of each sequence in reverse order,
 * the others as they are. One of the first two axes is time, the other the batch.
 */
final class ReverseSequence implements Operator {

  private static final String NAME = "ReverseSequence";

  private final boolean batchMajor;

  private ReverseSequence(boolean batchMajor) {
    this.batchMajor = batchMajor;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(10);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    long time = reader.integer("time_axis", 0);
    long batch = reader.integer("batch_axis", 1);
    if (time < 0 || time > 1 || batch != 1 - time) {
      reader.refuse("time_axis, batch_axis", time + ", " + batch, "expected 0 and 1, or 1 and 0");
    }
    return new ReverseSequence(time == 1);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact lens = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "sequence_lens", lens, Types.INDICES);
    int[] dims = x.dims();
    if (dims != null && dims.length < 2) {
      throw new IllegalArgumentException(
          "ReverseSequence: expected two axes or more, found " + Shapes.text(dims));
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long rows = Shapes.times(Work.dim(inputs[0], 0), Work.dim(inputs[0], 1));
    return Work.plus(Work.elements(inputs, outputs), Shapes.times(rows, Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor lens = Ports.required(NAME, inputs, 1);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() < 2) {
      throw new IllegalArgumentException("ReverseSequence: expected two axes or more, found " + x);
    }
    int batch = x.dim(batchMajor ? 0 : 1);
    int steps = x.dim(batchMajor ? 1 : 0);
    if (lens.rank() != 1 || lens.dim(0) != batch) {
      throw new IllegalArgumentException(
          "ReverseSequence: sequence_lens is " + lens + ", expected [" + batch + "]");
    }
    for (int n = 0; n < batch; n++) {
      long length = Shapes.integer(lens, n);
      if (length < 0 || length > steps) {
        throw new IllegalArgumentException(
            "ReverseSequence: sequence_lens[%d] is %d, expected 0 to %d"
                .formatted(n, length, steps));
      }
    }
    out.resizeLike(x);
    if (out.size() == 0) {
      return; // of a step without elements there may be any number
    }
    int inner = (int) Shapes.count(x, 2, x.rank());
    for (int n = 0; n < batch; n++) {
      int length = (int) Shapes.integer(lens, n);
      for (int t = 0; t < steps; t++) {
        int from = t < length ? length - 1 - t : t;
        workspace.copy(
            x.storage(),
            row(n, from, batch, steps) * inner,
            out.storage(),
            row(n, t, batch, steps) * inner,
            inner);
      }
    }
  }

  private int row(int n, int t, int batch, int steps) {
    return batchMajor ? n * steps + t : t * batch + n;
  }
}
