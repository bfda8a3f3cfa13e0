package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX Tile below opset 6: the input repeated {@code tiles} times along one {@code axis}; both are
 * inputs of one element, of the type of the data or integers.
 */
final class OldTile implements Operator {

  private static final String NAME = "Tile";

  private OldTile() {}

  static Operator read(NodeReader reader) {
    reader.requireInputs(3, 3);
    reader.requireOutputs(1, 1);
    return new OldTile();
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.KEEPS_ZEROS);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "tiles", Ports.required(NAME, inputs, 1), Types.NUMBERS);
    Types.require(NAME, "axis", Ports.required(NAME, inputs, 2), Types.NUMBERS);
    int[] dims = data.dims();
    return new Fact[] {
      new Fact(data.type(), dims == null ? null : Shapes.unknown(dims.length), null, null)
    };
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Work.ROW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor in = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    int tiles = Shapes.dim(NAME, whole(Ports.required(NAME, inputs, 1), "tiles"));
    int axis = Shapes.axis(NAME, whole(Ports.required(NAME, inputs, 2), "axis"), in.rank());
    int rank = Shapes.copyDims(in, workspace.dims);
    workspace.dims[axis] = Shapes.dim(NAME, (long) tiles * in.dim(axis));
    out.resize(workspace.dims, rank);
    if (out.size() == 0) {
      return;
    }
    int part = (int) Shapes.count(in, axis, rank);
    for (int row = 0; row < in.size() / part; row++) {
      for (int tile = 0; tile < tiles; tile++) {
        int to = (row * tiles + tile) * part;
        workspace.copy(in.storage(), row * part, out.storage(), to, part);
      }
    }
  }

  private static long whole(Tensor tensor, String input) {
    if (tensor.size() != 1) {
      throw new IllegalArgumentException(
          NAME + ": " + input + " is " + tensor + ", expected one element");
    }
    return switch (tensor.type()) {
      case FLOAT32 -> (long) tensor.floats()[0];
      case FLOAT64 -> (long) tensor.doubles()[0];
      default -> Integers.get(tensor, 0);
    };
  }
}
