package dev.vecurrent.internal.op.index;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Compress (since opset 9): the slices along an axis for which a condition holds; without an
 * axis, the elements. A condition of another length than the axis is false behind its end, or not
 * read to its end; its own shape has no part in it.
 */
final class Compress implements Operator {

  private static final String NAME = "Compress";

  private final boolean flat;
  private final long axis;

  private Compress(boolean flat, long axis) {
    this.flat = flat;
    this.axis = axis;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(9);
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new Compress(!reader.has("axis"), reader.integer("axis", 0));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Fact condition = Ports.required(NAME, inputs, 1);
    Types.require(NAME, "condition", condition, Types.BOOL_ONLY);
    int[] dims = x.dims();
    if (flat) {
      return new Fact[] {Fact.of(x.type(), Fact.UNKNOWN)};
    }
    int[] out = dims == null ? null : dims.clone();
    if (out != null) {
      out[Shapes.axis(NAME, axis, out.length)] = Fact.UNKNOWN;
    }
    return new Fact[] {new Fact(x.type(), out, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Work.ROW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor condition = Ports.required(NAME, inputs, 1);
    Tensor out = Ports.required(NAME, outputs, 0);
    int along = flat ? 0 : Shapes.axis(NAME, axis, x.rank());
    int dim = flat ? x.size() : x.dim(along);
    int length = Math.min(condition.size(), dim);
    int kept = 0;
    for (int i = 0; i < length; ) {
      for (int end = workspace.piece(i, length, 1); i < end; i++) {
        kept += condition.booleans()[i] ? 1 : 0;
      }
    }
    int rank = flat ? 1 : Shapes.copyDims(x, workspace.dims);
    workspace.dims[along] = kept;
    out.resize(workspace.dims, rank);
    int inner = flat ? 1 : (int) Shapes.count(x, along + 1, x.rank());
    int outer = out.size() == 0 ? 0 : out.size() / (kept * inner);
    int to = 0;
    for (int o = 0; o < outer; o++) {
      for (int i = 0, end = 0; i < length; i++) {
        end = i < end ? end : workspace.piece(i, length, 1);
        if (condition.booleans()[i]) {
          workspace.copy(x.storage(), (o * dim + i) * inner, out.storage(), to, inner);
          to += inner;
        }
      }
    }
  }
}
