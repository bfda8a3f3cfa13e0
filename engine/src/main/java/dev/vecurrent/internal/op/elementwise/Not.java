package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/** ONNX Not of truth values. */
final class Not implements Operator, Elements.Combination {

  private Not() {}

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Not();
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required("Not", inputs, 0);
    Types.require("Not", "X", x, Types.BOOL_ONLY);
    return new Fact[] {Elements.combine(ElementType.BOOL, x.dims(), new Fact[] {x}, this)};
  }

  @Override
  public Element combined(ElementType type, Element[] values) {
    return values[0] instanceof Element.Known(long x) ? Element.of(1 - x) : Element.unknown();
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required("Not", inputs, 0);
    Tensor out = Ports.required("Not", outputs, 0);
    out.resizeLike(x);
    boolean[] from = x.booleans();
    boolean[] to = out.booleans();
    for (int i = 0; i < x.size(); ) {
      for (int end = workspace.piece(i, x.size(), 1); i < end; i++) {
        to[i] = !from[i];
      }
    }
  }
}
