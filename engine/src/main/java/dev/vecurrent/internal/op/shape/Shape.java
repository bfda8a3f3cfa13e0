package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Shape: the dimensions {@code [start, end)} of the input as an INT64 vector (start and end
 * since opset 15).
 */
final class Shape implements Operator {

  private final long start;
  private final long end;

  private Shape(long start, long end) {
    this.start = start;
    this.end = end;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    if (reader.opset() < 15) {
      return new Shape(0, Long.MAX_VALUE);
    }
    return new Shape(reader.integer("start", 0), reader.integer("end", Long.MAX_VALUE));
  }

  private static int bound(long bound, int rank) {
    return (int) Math.clamp(bound < 0 ? bound + rank : bound, 0L, (long) rank);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    int[] dims = Ports.required("Shape", inputs, 0).dims();
    if (dims == null) {
      return new Fact[] {Fact.of(ElementType.INT64, Fact.UNKNOWN)};
    }
    int from = bound(start, dims.length);
    int to = Math.max(from, bound(end, dims.length));
    Element[] elements = new Element[to - from];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = Element.ofDim(dims[from + i]);
    }
    return new Fact[] {Elements.fact(ElementType.INT64, new int[] {elements.length}, elements)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.ROW;
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required("Shape", inputs, 0);
    Tensor out = Ports.required("Shape", outputs, 0);
    int from = bound(start, x.rank());
    int to = Math.max(from, bound(end, x.rank()));
    workspace.dims[0] = to - from;
    out.resize(workspace.dims, 1);
    for (int i = from; i < to; i++) {
      out.longs()[i - from] = x.dim(i);
    }
  }
}
