package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/** An operator whose output is a view of its first input under another shape: no element moves. */
abstract class Reshaping implements Operator {

  private final String operator;

  Reshaping(String operator) {
    this.operator = operator;
  }

  /** The dimensions of the output as far as they are known, or {@code null}. */
  abstract int @Nullable [] shape(Fact data, @Nullable Fact[] inputs);

  /** Sets the dimensions of the output; gives the rank. */
  abstract int shape(Tensor data, @Nullable Tensor[] inputs, int[] dims);

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IDENTITY_IF_SAME_SHAPE, Trait.KEEPS_ORDER, Trait.KEEPS_ZEROS);
  }

  @Override
  public final Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Ports.required(operator, inputs, 0);
    int[] dims = shape(data, inputs);
    Element[] elements = Elements.of(data);
    if (elements != null && dims != null) {
      return new Fact[] {Elements.fact(data.type(), dims, elements)};
    }
    return new Fact[] {new Fact(data.type(), dims, null, null)};
  }

  @Override
  public final boolean isView() {
    return true;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.ROW;
  }

  @Override
  public final void run(
      @Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor data = Ports.required(operator, inputs, 0);
    int rank = shape(data, inputs, workspace.dims);
    Ports.required(operator, outputs, 0).viewOf(data, workspace.dims, rank);
  }
}
