package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** ONNX Size: the number of elements of a tensor, an INT64 scalar. */
final class Size implements Operator {

  private Size() {}

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Size();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required("Size", inputs, 0);
    int[] dims = x.dims();
    Element size = Element.unknown();
    if (dims != null && x.hasShape()) {
      long product = 1;
      for (int dim : dims) {
        product = Shapes.times(product, dim);
      }
      size = Element.of(product);
    }
    return new Fact[] {Elements.fact(ElementType.INT64, new int[0], new Element[] {size})};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.ROW;
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required("Size", inputs, 0);
    Tensor out = Ports.required("Size", outputs, 0);
    out.resize(workspace.dims, 0);
    out.longs()[0] = x.size();
  }
}
