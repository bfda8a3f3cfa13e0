package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/** ai.onnx.ml Binarizer: 1 where an element is above the threshold, else 0; of the same type. */
final class Binarizer implements Operator {

  private static final String NAME = "Binarizer";

  /** The work of an element. */
  private static final int EACH = 2;

  private final float threshold;

  private Binarizer(float threshold) {
    this.threshold = threshold;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Binarizer(reader.number("threshold", 0));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    return new Fact[] {Numbers.input(NAME, inputs).shapeOnly()};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, EACH);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    out.resizeLike(x);
    for (int from = 0, end; from < x.size(); from = end) {
      end = Pieces.end(workspace.bounds().watch(), from, x.size(), EACH);
      compare(x, from, end, out);
    }
  }

  private void compare(Tensor x, int from, int end, Tensor out) {
    for (int i = from; i < end; i++) {
      switch (x.type()) {
        case FLOAT32 -> out.floats()[i] = x.floats()[i] > threshold ? 1 : 0;
        case FLOAT64 -> out.doubles()[i] = x.doubles()[i] > threshold ? 1 : 0;
        case INT32 -> out.ints()[i] = isAbove(x.ints()[i]) ? 1 : 0;
        default -> out.longs()[i] = isAbove(x.longs()[i]) ? 1 : 0;
      }
    }
  }

  /** Compares integers, for a float holds no large one exactly. */
  private boolean isAbove(long x) {
    boolean isLong = threshold >= -0x1p63f && threshold < 0x1p63f;
    return isLong ? x > (long) Math.floor(threshold) : x > threshold;
  }
}
