package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.FloatStorage;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/** ONNX ConstantOfShape: one value everywhere; FLOAT32 zero where none is given. */
final class ConstantOfShape implements Operator {

  private final Tensor value;

  private ConstantOfShape(Tensor value) {
    this.value = value;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(9);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    Tensor value = reader.tensor("value");
    if (value == null) {
      return new ConstantOfShape(Tensor.of(new float[1], 1));
    }
    if (value.size() != 1) {
      reader.refuse("value", value.toString(), "expected one element");
    }
    return new ConstantOfShape(FloatStorage.widened(value));
  }

  @Override
  public Set<Trait> traits() {
    return isZero() ? Set.of(Trait.MAKES_ZEROS) : Set.of();
  }

  private boolean isZero() {
    return switch (value.type()) {
      case FLOAT32 -> value.floats()[0] == 0;
      case FLOAT64 -> value.doubles()[0] == 0;
      default -> false;
    };
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact shape = Ports.required("ConstantOfShape", inputs, 0);
    Types.require("ConstantOfShape", "input", shape, Types.INT64_ONLY);
    Element[] to = Elements.of(shape);
    if (to == null) {
      int length = Shapes.vectorLength("ConstantOfShape", "input", shape);
      int[] dims = length < 0 ? null : Shapes.unknown(Shapes.rank("ConstantOfShape", length));
      return new Fact[] {new Fact(value.type(), dims, null, null)};
    }
    int[] dims = new int[Shapes.rank("ConstantOfShape", to.length)];
    long size = 1;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = to[i].dim("ConstantOfShape");
      size = dims[i] < 0 || size < 0 ? -1 : Shapes.times(size, dims[i]);
    }
    boolean follow = Elements.followed(value.type()) && size >= 0 && size <= Fact.MOST_ELEMENTS;
    if (!follow) {
      return new Fact[] {new Fact(value.type(), dims, null, null)};
    }
    Element[] elements = new Element[(int) size];
    Arrays.fill(elements, Elements.of(value)[0]);
    return new Fact[] {Elements.fact(value.type(), dims, elements)};
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor to =
        Shapes.vector("ConstantOfShape", "input", Ports.required("ConstantOfShape", inputs, 0));
    Tensor out = Ports.required("ConstantOfShape", outputs, 0);
    int rank = Shapes.rank("ConstantOfShape", to.size());
    for (int axis = 0; axis < rank; axis++) {
      workspace.dims[axis] = Shapes.dim("ConstantOfShape", Shapes.integer(to, axis));
    }
    out.resize(workspace.dims, rank);
    for (int at = 0; at < out.size(); ) {
      int end = workspace.piece(at, out.size(), 1);
      fill(out, at, end);
      at = end;
    }
  }

  private void fill(Tensor out, int from, int end) {
    switch (value.type()) {
      case FLOAT32 -> Arrays.fill(out.floats(), from, end, value.floats()[0]);
      case FLOAT64 -> Arrays.fill(out.doubles(), from, end, value.doubles()[0]);
      case INT64, UINT64 -> Arrays.fill(out.longs(), from, end, value.longs()[0]);
      case INT32, UINT32 -> Arrays.fill(out.ints(), from, end, value.ints()[0]);
      case BOOL -> Arrays.fill(out.booleans(), from, end, value.booleans()[0]);
      case INT8, UINT8, INT4, UINT4 -> Arrays.fill(out.bytes(), from, end, value.bytes()[0]);
      case STRING -> Arrays.fill(out.strings(), from, end, value.strings()[0]);
      default -> Arrays.fill(out.shorts(), from, end, value.shorts()[0]);
    }
  }
}
