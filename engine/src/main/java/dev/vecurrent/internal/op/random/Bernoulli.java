package dev.vecurrent.internal.op.random;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.random.RandomStream;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.EnumSet;
import java.util.Set;

/**
 * ONNX Bernoulli (since opset 15): 1 with the probability that the input has there, else 0. A
 * probability below 0 is 0, one above 1 is 1, NaN is refused.
 */
final class Bernoulli implements Operator {

  private static final String NAME = "Bernoulli";

  private static final Set<ElementType> ALLOWED =
      EnumSet.complementOf(EnumSet.of(ElementType.STRING, ElementType.INT4, ElementType.UINT4));

  /** The work of an element. */
  private static final int EACH = 16;

  /** {@code null} for the input's type. */
  private final @Nullable ElementType type;

  private final NodeSeed seed;

  private Bernoulli(@Nullable ElementType type, NodeSeed seed) {
    this.type = type;
    this.seed = seed;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(15);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Bernoulli(Dtype.read(reader, ALLOWED), NodeSeed.ofFloat(reader));
  }

  @Override
  public boolean isRandom(@Nullable Fact[] inputs) {
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact p = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "input", p, Types.REALS);
    return new Fact[] {
      new Fact(type == null ? p.type() : type.computeType(), p.dims(), null, null)
    };
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, EACH);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor p = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    out.resize(workspace.dims, Shapes.copyDims(p, workspace.dims));
    RandomStream random = seed.begin(workspace);
    for (int from = 0, end; from < p.size(); from = end) {
      end = Pieces.end(workspace.bounds().watch(), from, p.size(), EACH);
      draw(p, from, end, random, out);
    }
  }

  private static void draw(Tensor p, int from, int end, RandomStream random, Tensor out) {
    for (int i = from; i < end; i++) {
      double probability = p.type() == ElementType.FLOAT32 ? p.floats()[i] : p.doubles()[i];
      if (Double.isNaN(probability)) {
        throw new IllegalArgumentException(NAME + ": probability " + i + " of " + p + " is NaN");
      }
      set(out, i, random.uniform() < probability);
    }
  }

  private static void set(Tensor out, int i, boolean one) {
    int number = one ? 1 : 0;
    switch (out.type()) {
      case FLOAT32 -> out.floats()[i] = number;
      case FLOAT64 -> out.doubles()[i] = number;
      case INT64, UINT64 -> out.longs()[i] = number;
      case INT32, UINT32 -> out.ints()[i] = number;
      case INT16, UINT16 -> out.shorts()[i] = (short) number;
      case INT8, UINT8 -> out.bytes()[i] = (byte) number;
      case BOOL -> out.booleans()[i] = one;
      default -> throw new IllegalArgumentException(NAME + ": to " + out.type());
    }
  }
}
