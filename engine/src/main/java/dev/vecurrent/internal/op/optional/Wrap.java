package dev.vecurrent.internal.op.optional;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Fact.Presence;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;

/**
 * ONNX Optional (since opset 15): the input as an optional value; without an input nothing, of the
 * attribute {@code type}.
 */
final class Wrap implements SequenceOperator {

  private static final String NAME = "Optional";

  /** {@code null} where the attribute is not set. */
  private final AttributeValue.@Nullable OfType declared;

  private Wrap(AttributeValue.@Nullable OfType declared) {
    this.declared = declared;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(15);
    reader.requireInputs(0, 1);
    reader.requireOutputs(1, 1);
    AttributeValue.OfType declared = reader.type("type");
    if (declared == null && !reader.hasInput(0)) {
      reader.refuse("type", "", "is required where there is no input");
    }
    return new Wrap(declared);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact kind =
        declared == null
            ? null
            : new Fact(declared.type().computeType(), null, null, null, declared.isSequence());
    Fact x = Ports.optional(inputs, 0);
    if (x == null) {
      if (kind == null) {
        throw new IllegalArgumentException(NAME + ": there is neither an input nor a type");
      }
      return new Fact[] {kind.with(Presence.ABSENT)};
    }
    if (kind != null && !kind.isLike(x)) {
      throw new IllegalArgumentException(
          NAME + ": the input is " + x.kind() + ", the attribute type is " + kind.kind());
    }
    return new Fact[] {x.shapeOnly().with(Presence.PRESENT)};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    Value held = inputs.length == 0 ? null : inputs[0];
    if (!(outputs[0] instanceof OptionalValue out)) {
      throw new IllegalArgumentException(NAME + ": the output must be an optional value");
    }
    if (held == null) {
      out.clear();
    } else {
      workspace.spend(held instanceof Tensor tensor ? tensor.size() : 1);
      out.assign(held);
    }
  }
}
