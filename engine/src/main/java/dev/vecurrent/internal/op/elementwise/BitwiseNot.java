package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/** ONNX BitwiseNot of integers. */
final class BitwiseNot implements Operator, Elements.Combination {

  private BitwiseNot() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(18);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new BitwiseNot();
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required("BitwiseNot", inputs, 0);
    ElementType type = Types.require("BitwiseNot", "X", x, Types.INTEGERS);
    if (!Elements.followed(type)) {
      return new Fact[] {new Fact(type, x.dims(), null, null)};
    }
    return new Fact[] {Elements.combine(type, x.dims(), new Fact[] {x}, this)};
  }

  @Override
  public Element combined(ElementType type, Element[] values) {
    return values[0] instanceof Element.Known(long x)
        ? Elements.wrapped(type, Element.of(~x))
        : Element.unknown();
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Work.TYPED);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required("BitwiseNot", inputs, 0);
    Tensor out = Ports.required("BitwiseNot", outputs, 0);
    out.resizeLike(x);
    for (int i = 0; i < x.size(); ) {
      for (int end = workspace.piece(i, x.size(), Work.TYPED); i < end; i++) {
        Integers.set(out, i, ~Integers.get(x, i));
      }
    }
  }
}
