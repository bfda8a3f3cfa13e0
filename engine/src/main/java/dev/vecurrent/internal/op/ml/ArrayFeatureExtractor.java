package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.internal.op.NodeReader;
import dev.vecurrent.internal.op.Operator;
import dev.vecurrent.internal.op.Ports;
import dev.vecurrent.internal.op.Shapes;
import dev.vecurrent.internal.op.Types;
import dev.vecurrent.internal.op.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * ai.onnx.ml ArrayFeatureExtractor: columns of the last axis by indices of any shape; of a vector
 * the result is {@code [1, number of indices]}.
 */
final class ArrayFeatureExtractor implements Operator {

  private static final String NAME = "ArrayFeatureExtractor";

  private static final Set<ElementType> TYPES =
      Collections.unmodifiableSet(
          EnumSet.of(
              ElementType.FLOAT32,
              ElementType.FLOAT64,
              ElementType.INT32,
              ElementType.INT64,
              ElementType.STRING));

  private ArrayFeatureExtractor() {}

  static Operator read(NodeReader reader) {
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new ArrayFeatureExtractor();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact indices = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "X", x, TYPES);
    Types.require(NAME, "Y", indices, Types.INT64_ONLY);
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(x.type())};
    }
    if (dims.length == 0) {
      throw new IllegalArgumentException(NAME + ": X is a scalar, expected an axis of features");
    }
    int[] by = indices.dims();
    int count = by == null ? Fact.UNKNOWN : Shapes.count(NAME, by, 0, by.length);
    if (dims.length == 1) {
      return new Fact[] {Fact.of(x.type(), 1, count)};
    }
    int[] out = dims.clone();
    out[out.length - 1] = count;
    return new Fact[] {Fact.of(x.type(), out)};
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor indices = Ports.required(NAME, inputs, 1);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() == 0) {
      throw new IllegalArgumentException(NAME + ": X is a scalar, expected an axis of features");
    }
    int features = x.dim(x.rank() - 1);
    int count = indices.size();
    for (int i = 0; i < count; i++) {
      long index = indices.longs()[i];
      if (index < 0 || index >= features) {
        throw new IllegalArgumentException(
            NAME + ": index " + index + " is outside [0, " + (features - 1) + "]");
      }
    }
    int rank = Shapes.copyDims(x, workspace.dims);
    if (rank == 1) {
      workspace.dims[0] = 1;
      rank = 2;
    }
    workspace.dims[rank - 1] = count;
    out.resize(workspace.dims, rank);
    for (int to = 0; to < out.size(); to++) {
      int from = to / count * features + (int) indices.longs()[to % count];
      System.arraycopy(x.storage(), from, out.storage(), to, 1);
    }
  }
}
