package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Copy;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX Max, Min, Sum and Mean of one or more inputs of one type that broadcast. Max and Min take
 * FLOAT32 and FLOAT64, since opset 12 also integers; Sum and Mean take floats.
 *
 * <p>Inputs are taken in order. Max and Min pass NaN on; -0 is less than 0. Mean divides the sum by
 * the number of inputs.
 */
final class Variadic implements Operator {

  private final String name;
  private final BinaryFunction function;
  private final boolean mean;

  private Variadic(NodeReader reader, BinaryFunction function, boolean mean) {
    reader.requireInputs(1, Integer.MAX_VALUE);
    for (int i = 1; i < reader.inputs(); i++) {
      if (!reader.hasInput(i)) {
        reader.refuse("input " + i, "", "is required");
      }
    }
    reader.requireOutputs(1, 1);
    this.name = reader.operator();
    this.function = function;
    this.mean = mean;
  }

  static Operator max(NodeReader reader) {
    return new Variadic(reader, NumberFunctions.max(types(reader)), false);
  }

  static Operator min(NodeReader reader) {
    return new Variadic(reader, NumberFunctions.min(types(reader)), false);
  }

  /** What Max and Min take. */
  private static Set<ElementType> types(NodeReader reader) {
    return reader.opset() < 12 ? Types.REALS : Types.ALL_NUMBERS;
  }

  static Operator sum(NodeReader reader) {
    return new Variadic(reader, NumberFunctions.add(Types.REALS), false);
  }

  static Operator mean(NodeReader reader) {
    return new Variadic(reader, NumberFunctions.add(Types.REALS), true);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact[] all = new Fact[inputs.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = Ports.required(name, inputs, i);
      Types.require(name, "data_" + i, all[i], function.types());
      Types.requireSame(name, all[0], all[i]);
    }
    int[] dims = Shapes.broadcast(name, all);
    Fact first = all[0];
    return new Fact[] {
      Elements.followed(first.type())
          ? Elements.combine(first.type(), dims, all, function)
          : new Fact(first.type(), dims, null, null)
    };
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    // Each input but the first is met with all outputs.
    return Shapes.times(inputs.length, Broadcast.work(inputs, outputs, Work.TYPED));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor first = Ports.required(name, inputs, 0);
    Tensor out = Ports.required(name, outputs, 0);
    if (inputs.length == 1) {
      Copy.whole(first, out, workspace);
      return;
    }
    int[] shape = workspace.dims;
    int rank = Shapes.copyDims(first, shape);
    for (int i = 1; i < inputs.length; i++) {
      rank = Shapes.broadcast(name, shape, rank, Ports.required(name, inputs, i));
    }
    out.resize(shape, rank);
    BinaryRow row = function.row(name, first.type());
    Broadcast.rows(first, Ports.required(name, inputs, 1), out, row, workspace);
    for (int i = 2; i < inputs.length; i++) {
      Broadcast.rows(out, Ports.required(name, inputs, i), out, row, workspace);
    }
    if (mean) {
      divide(out, inputs.length, workspace);
    }
  }

  private static void divide(Tensor out, int by, Workspace workspace) {
    for (int at = 0; at < out.size(); ) {
      int end = workspace.piece(at, out.size(), 1);
      if (out.type() == ElementType.FLOAT32) {
        divide(out.floats(), at, end, by);
      } else {
        divide(out.doubles(), at, end, by);
      }
      at = end;
    }
  }

  private static void divide(float[] x, int from, int end, int by) {
    for (int i = from; i < end; i++) {
      x[i] /= by;
    }
  }

  private static void divide(double[] x, int from, int end, int by) {
    for (int i = from; i < end; i++) {
      x[i] /= by;
    }
  }
}
