package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Elements;
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

/** ONNX Range: {@code start, start + delta, ...} up to but without {@code limit}. */
final class Range implements Operator {

  private Range() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(3, 3);
    reader.requireOutputs(1, 1);
    return new Range();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact start = Ports.required("Range", inputs, 0);
    Types.require("Range", "start", start, Types.ALL_NUMBERS);
    Types.requireSame("Range", start, Ports.required("Range", inputs, 1));
    Types.requireSame("Range", start, Ports.required("Range", inputs, 2));
    long[] from = Elements.allOf(start);
    long[] to = Elements.allOf(Ports.required("Range", inputs, 1));
    long[] by = Elements.allOf(Ports.required("Range", inputs, 2));
    if (from == null
        || to == null
        || by == null
        || from.length != 1
        || to.length != 1
        || by.length != 1
        || by[0] == 0) {
      return new Fact[] {Fact.of(start.type(), Fact.UNKNOWN)};
    }
    return new Fact[] {Fact.of(start.type(), count(from[0], to[0], by[0]))};
  }

  private static int count(double start, double limit, double delta) {
    if (delta == 0 || Double.isNaN(start + limit + delta)) {
      throw new IllegalArgumentException("Range: delta " + delta + " leads nowhere");
    }
    return Shapes.dim("Range", (long) Math.max(0, Math.ceil((limit - start) / delta)));
  }

  /** How many integers there are; a distance of more than 64 bits is too many. */
  private static int count(long start, long limit, long delta) {
    if (delta == 0) {
      throw new IllegalArgumentException("Range: delta 0 leads nowhere");
    }
    boolean none = delta > 0 ? limit <= start : limit >= start;
    long distance = limit - start;
    boolean overflow = ((limit ^ start) & (limit ^ distance)) < 0;
    return none
        ? 0
        : Shapes.dim("Range", overflow ? Long.MAX_VALUE : Math.ceilDiv(distance, delta));
  }

  private static double number(@Nullable Tensor[] inputs, int index) {
    Tensor tensor = Ports.required("Range", inputs, index);
    if (tensor.size() != 1) {
      throw new IllegalArgumentException("Range: input " + index + " is " + tensor);
    }
    return switch (tensor.type()) {
      case FLOAT32 -> tensor.floats()[0];
      case FLOAT64 -> tensor.doubles()[0];
      default -> Shapes.integer(tensor, 0);
    };
  }

  private static long whole(@Nullable Tensor[] inputs, int index) {
    return Shapes.integer(Ports.required("Range", inputs, index), 0);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, 2 * Work.TYPED);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    double start = number(inputs, 0);
    double delta = number(inputs, 2);
    Tensor out = Ports.required("Range", outputs, 0);
    double limit = number(inputs, 1);
    workspace.dims[0] =
        out.type().isFloatingPoint()
            ? count(start, limit, delta)
            : count(whole(inputs, 0), whole(inputs, 1), whole(inputs, 2));
    out.resize(workspace.dims, 1);
    for (int i = 0, end = 0; i < out.size(); i++) {
      end = i < end ? end : workspace.piece(i, out.size(), 2 * Work.TYPED);
      double value = start + i * delta;
      switch (out.type()) {
        case FLOAT32 -> out.floats()[i] = (float) value;
        case FLOAT64 -> out.doubles()[i] = value;
        default -> Integers.set(out, i, whole(inputs, 0) + i * whole(inputs, 2));
      }
    }
  }
}
