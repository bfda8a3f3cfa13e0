package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Trilu: the upper or lower triangle of each matrix, zero elsewhere; the diagonal that bounds
 * it is {@code k} above the main one.
 */
final class Trilu implements Operator {

  private static final String NAME = "Trilu";

  private final boolean upper;

  private Trilu(boolean upper) {
    this.upper = upper;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(14);
    reader.requireInputs(1, 2);
    reader.requireOutputs(1, 1);
    return new Trilu(reader.flag("upper", true));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "input", x, Types.ALL_NUMBERS_AND_BOOL);
    int[] dims = x.dims();
    if (dims != null && dims.length < 2) {
      throw new IllegalArgumentException("Trilu: expected matrices, found " + Shapes.text(dims));
    }
    return new Fact[] {new Fact(x.type(), dims, null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.plus(Work.rows(inputs, outputs), Shapes.times(Work.made(outputs), Work.TYPED));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor given = Ports.optional(inputs, 1);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() < 2 || (given != null && given.size() != 1)) {
      throw new IllegalArgumentException(
          "Trilu: expected matrices and one k, found " + x + " and " + given);
    }
    long k = given == null ? 0 : Shapes.integer(given, 0);
    out.resizeLike(x);
    int columns = x.dim(x.rank() - 1);
    int rows = x.dim(x.rank() - 2);
    // Beyond the corners nothing changes any more.
    long diagonal = Math.clamp(k, -1L - rows, 1L + columns);
    for (int row = 0; columns > 0 && row < x.size() / columns; row++) {
      // Columns before the bound are below the diagonal.
      int bound = (int) Math.clamp(row % rows + diagonal + (upper ? 0 : 1), 0L, (long) columns);
      int at = row * columns;
      int from = upper ? bound : 0;
      int end = upper ? columns : bound;
      Integers.fill(out, at, at + from, 0, workspace);
      workspace.copy(x.storage(), at + from, out.storage(), at + from, end - from);
      Integers.fill(out, at + end, at + columns, 0, workspace);
    }
  }
}
