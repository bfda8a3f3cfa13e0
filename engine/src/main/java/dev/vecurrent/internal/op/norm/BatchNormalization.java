package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX BatchNormalization with given statistics: {@code (x - mean) / sqrt(var + epsilon) * scale +
 * B} by channel of {@code [N, C, ...]}; with {@code spatial} 0 (below opset 9) by element of {@code
 * [C, ...]}. Rounded as {@code fma(x - mean, scale / sqrt(var + epsilon), B)}.
 */
final class BatchNormalization implements Operator {

  private static final String NAME = "BatchNormalization";
  private static final String[] INPUTS = {"X", "scale", "B", "mean", "var"};

  /** Whether statistics are by channel, else by position of {@code [C, ...]}. */
  private final boolean spatial;

  private final float epsilon;

  private BatchNormalization(boolean spatial, float epsilon) {
    this.spatial = spatial;
    this.epsilon = epsilon;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(5, 5);
    float momentum = reader.number("momentum", 0.9f);
    float epsilon = reader.number("epsilon", 1e-5f);
    boolean spatial = reader.opset() >= 9 || reader.flag("spatial", true);
    if (trains(reader)) {
      if (!spatial) {
        reader.refuse(
            "spatial", "0", "is not supported in training; export the model in evaluation mode");
      }
      int most = reader.opset() < 14 ? 5 : 3;
      reader.requireOutputs(1, most);
      return new TrainingBatchNormalization(epsilon, momentum, most);
    }
    reader.requireOutputs(1, 1);
    return new BatchNormalization(spatial, epsilon);
  }

  /** Whether statistics are those of X: said by an attribute, or by more outputs than one. */
  private static boolean trains(NodeReader reader) {
    int opset = reader.opset();
    if (opset >= 14) {
      return reader.flag("training_mode", false);
    }
    return opset < 7 ? !reader.flag("is_test", false) : reader.outputs() > 1;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, Types.REALS);
    int[] dims = x.dims();
    if (dims != null && dims.length < 1) {
      throw new IllegalArgumentException(NAME + ": X is a scalar, expected [N, C, ...]");
    }
    for (int i = 1; i < INPUTS.length; i++) {
      Fact one = Ports.required(NAME, inputs, i);
      Types.requireSame(NAME, x, one);
      if (!spatial) {
        continue; // a run compares shapes
      }
      int length = Shapes.vectorLength(NAME, INPUTS[i], one);
      int channels = dims == null ? Fact.UNKNOWN : dims.length < 2 ? 1 : dims[1];
      if (length >= 0 && channels >= 0 && length != channels) {
        throw new IllegalArgumentException(
            NAME + ": " + INPUTS[i] + " has " + length + " elements, X " + channels + " channels");
      }
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Work.TYPED + 2 * Work.ROW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    int channels = x.rank() < 2 ? 1 : x.dim(1);
    if (!spatial) {
      channels = Shapes.dim(NAME, Shapes.count(x, Math.min(1, x.rank()), x.rank()));
    }
    for (int i = 1; i < INPUTS.length; i++) {
      Tensor one = Ports.required(NAME, inputs, i);
      if (spatial ? one.rank() != 1 || one.dim(0) != channels : !isOfPositions(one, x)) {
        throw new IllegalArgumentException(
            NAME + ": expected " + INPUTS[i] + " of " + channels + " elements, found " + one);
      }
    }
    out.resizeLike(x);
    if (x.size() == 0) {
      return;
    }
    int planes = x.rank() == 0 ? 1 : x.dim(0) * channels;
    int size = x.size() / planes;
    for (int plane = 0; plane < planes; plane++) {
      workspace.spend(2 * Work.ROW);
      int c = plane % channels;
      if (x.type() == ElementType.FLOAT32) {
        float factor = value(inputs, 1, c) / (float) Math.sqrt(value(inputs, 4, c) + epsilon);
        plane(
            x.floats(),
            out.floats(),
            plane * size,
            size,
            value(inputs, 3, c),
            factor,
            value(inputs, 2, c),
            workspace);
      } else {
        double factor = wide(inputs, 1, c) / Math.sqrt(wide(inputs, 4, c) + epsilon);
        for (int i = plane * size; i < (plane + 1) * size; ) {
          int end = workspace.piece(i, (plane + 1) * size, Work.TYPED);
          for (; i < end; i++) {
            out.doubles()[i] =
                Math.fma(x.doubles()[i] - wide(inputs, 3, c), factor, wide(inputs, 2, c));
          }
        }
      }
    }
  }

  private static boolean isOfPositions(Tensor one, Tensor x) {
    boolean fits = one.rank() == x.rank() - 1;
    for (int axis = 0; fits && axis < one.rank(); axis++) {
      fits = one.dim(axis) == x.dim(axis + 1);
    }
    return fits;
  }

  static void plane(
      float[] x,
      float[] out,
      int from,
      int size,
      float mean,
      float factor,
      float bias,
      Workspace workspace) {
    for (int done = 0; done < size; ) {
      int end = workspace.piece(done, size, 1);
      plane(x, out, from + done, end - done, mean, factor, bias);
      done = end;
    }
  }

  private static void plane(
      float[] x, float[] out, int at, int size, float mean, float factor, float bias) {
    for (int i = at; i < at + size; i++) {
      out[i] = Math.fma(x[i] - mean, factor, bias);
    }
  }

  private static float value(@Nullable Tensor[] inputs, int input, int index) {
    return Ports.required(NAME, inputs, input).floats()[index];
  }

  private static double wide(@Nullable Tensor[] inputs, int input, int index) {
    return Ports.required(NAME, inputs, input).doubles()[index];
  }
}
