package dev.vecurrent.internal.op.optional;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Fact.Presence;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;

/**
 * ONNX OptionalHasElement (since opset 15): whether an optional value is present, a BOOL scalar.
 * Since opset 18 the input may be missing, which is false, or no optional value, which is true.
 */
final class HasElement implements SequenceOperator {

  private static final String NAME = "OptionalHasElement";

  private HasElement() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(15);
    reader.requireInputs(reader.opset() < 18 ? 1 : 0, 1);
    reader.requireOutputs(1, 1);
    return new HasElement();
  }

  @Override
  public boolean takesOptional() {
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.optional(inputs, 0);
    Presence presence = x == null ? Presence.ABSENT : x.presence();
    Element[] known = Element.of(new long[] {presence == Presence.ABSENT ? 0 : 1});
    return new Fact[] {
      Elements.fact(ElementType.BOOL, new int[0], presence == Presence.OPEN ? null : known)
    };
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    Value x = inputs.length == 0 ? null : inputs[0];
    Tensor out = Sequences.tensor(NAME, outputs, 0);
    out.resize(workspace.dims, 0);
    out.booleans()[0] = x instanceof OptionalValue optional ? optional.isPresent() : x != null;
  }
}
