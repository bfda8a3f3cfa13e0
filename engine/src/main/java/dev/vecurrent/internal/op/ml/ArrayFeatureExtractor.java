package dev.vecurrent.internal.op.ml;

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

  /** The work of an element. */
  private static final int EACH = 16;

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
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, 2 * EACH);
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
    Watch watch = workspace.bounds().watch();
    for (int from = 0, end; from < count; from = end) {
      end = Pieces.end(watch, from, count, 1);
      requireIndices(indices.longs(), from, end, features);
    }
    int rank = Shapes.copyDims(x, workspace.dims);
    if (rank == 1) {
      workspace.dims[0] = 1;
      rank = 2;
    }
    workspace.dims[rank - 1] = count;
    out.resize(workspace.dims, rank);
    for (int first = 0, end; first < out.size(); first = end) {
      end = Pieces.end(watch, first, out.size(), EACH);
      for (int to = first; to < end; to++) {
        int from = to / count * features + (int) indices.longs()[to % count];
        System.arraycopy(x.storage(), from, out.storage(), to, 1);
      }
    }
  }

  private static void requireIndices(long[] indices, int from, int end, int features) {
    for (int i = from; i < end; i++) {
      if (indices[i] < 0 || indices[i] >= features) {
        throw new IllegalArgumentException(
            NAME + ": index " + indices[i] + " is outside [0, " + (features - 1) + "]");
      }
    }
  }
}
