package dev.vecurrent.internal.op.sequence;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Sequences;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Value;

/** ONNX SequenceEmpty (since opset 11): a sequence of no tensors, of FLOAT32 or {@code dtype}. */
final class SequenceEmpty implements SequenceOperator {

  private final ElementType type;

  private SequenceEmpty(ElementType type) {
    this.type = type;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(0, 0);
    reader.requireOutputs(1, 1);
    long number = reader.integer("dtype", ElementType.FLOAT32.onnxNumber());
    try {
      ElementType type = ElementType.ofOnnx((int) Math.clamp(number, 0L, Integer.MAX_VALUE));
      return new SequenceEmpty(type.computeType());
    } catch (IllegalArgumentException e) {
      reader.refuse("dtype", Long.toString(number), String.valueOf(e.getMessage()));
      return new SequenceEmpty(ElementType.FLOAT32);
    }
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    return new Fact[] {Fact.emptySequence(type)};
  }

  @Override
  public void runValues(@Nullable Value[] inputs, @Nullable Value[] outputs, Workspace workspace) {
    Sequences.sequence("SequenceEmpty", outputs, 0).clear();
  }
}
