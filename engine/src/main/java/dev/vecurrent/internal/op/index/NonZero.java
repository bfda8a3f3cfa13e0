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
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** ONNX NonZero: the coordinates of the elements that are not zero, {@code [rank, count]}. */
final class NonZero implements Operator {

  private static final String NAME = "NonZero";

  private NonZero() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(9);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new NonZero();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, Types.ALL_NUMBERS_AND_BOOL);
    int[] dims = x.dims();
    int rank = dims == null ? Fact.UNKNOWN : Math.max(1, dims.length);
    return new Fact[] {Fact.of(ElementType.INT64, rank, Fact.UNKNOWN)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long each = (2L + Tensor.MAX_RANK) * Work.TYPED;
    return Work.plus(
        Work.elements(inputs, outputs),
        Shapes.times(Work.size(Ports.required(NAME, inputs, 0)), each));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    int count = 0;
    for (int i = 0; i < x.size(); ) {
      for (int end = workspace.piece(i, x.size(), Work.TYPED); i < end; i++) {
        count += isZero(x, i) ? 0 : 1;
      }
    }
    // A scalar counts as a vector of one element, as in NumPy and ONNX Runtime.
    workspace.dims[0] = Math.max(1, x.rank());
    workspace.dims[1] = count;
    out.resize(workspace.dims, 2);
    int found = 0;
    int each = Work.TYPED * (1 + x.rank());
    for (int i = 0, end = 0; i < x.size(); i++) {
      end = i < end ? end : workspace.piece(i, x.size(), each);
      if (isZero(x, i)) {
        continue;
      }
      int rest = i;
      out.longs()[found] = 0;
      for (int axis = x.rank() - 1; axis >= 0; axis--) {
        out.longs()[axis * count + found] = rest % x.dim(axis);
        rest /= x.dim(axis);
      }
      found++;
    }
  }

  private static boolean isZero(Tensor x, int at) {
    return switch (x.type()) {
      case FLOAT32 -> x.floats()[at] == 0;
      case FLOAT64 -> x.doubles()[at] == 0;
      case BOOL -> !x.booleans()[at];
      default -> Shapes.integer(x, at) == 0;
    };
  }
}
