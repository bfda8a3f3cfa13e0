package dev.vecurrent.internal.op.random;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.random.RandomStream;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.function.Function;

/**
 * ONNX RandomNormal and RandomUniform (since opset 1): numbers of a distribution in a tensor of the
 * attribute {@code shape}.
 */
final class RandomTensor implements Operator {

  private final String name;
  private final Distribution distribution;
  private final ElementType type;
  private final NodeSeed seed;
  private final int[] dims;

  private RandomTensor(
      String name, Distribution distribution, ElementType type, NodeSeed seed, int[] dims) {
    this.name = name;
    this.distribution = distribution;
    this.type = type;
    this.seed = seed;
    this.dims = dims;
  }

  static Operator read(NodeReader reader, Function<NodeReader, Distribution> distribution) {
    reader.requireInputs(0, 0);
    reader.requireOutputs(1, 1);
    long[] shape = reader.integers("shape");
    if (shape == null || shape.length > Tensor.MAX_RANK) {
      String found = shape == null ? "" : shape.length + " dimensions";
      reader.refuse("shape", found, "expected a list of at most " + Tensor.MAX_RANK + " sizes");
      shape = new long[0];
    }
    int[] dims = new int[shape.length];
    for (int axis = 0; axis < dims.length; axis++) {
      if (shape[axis] < 0 || shape[axis] > Integer.MAX_VALUE - 8) {
        reader.refuse("shape", Long.toString(shape[axis]), "is no possible dimension");
      } else {
        dims[axis] = (int) shape[axis];
      }
    }
    return new RandomTensor(
        reader.operator(),
        distribution.apply(reader),
        Dtype.read(reader, Dtype.REALS, ElementType.FLOAT32),
        NodeSeed.ofFloat(reader),
        dims);
  }

  @Override
  public boolean isRandom(@Nullable Fact[] inputs) {
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    return new Fact[] {Fact.of(type.computeType(), dims)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Distribution.DRAW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor out = Ports.required(name, outputs, 0);
    out.resize(dims, dims.length);
    fill(out, distribution, type, seed.begin(workspace), workspace.bounds().watch());
  }

  /** Writes every element. */
  static void fill(
      Tensor out, Distribution distribution, ElementType type, RandomStream random, Watch watch) {
    for (int from = 0, end; from < out.size(); from = end) {
      end = Pieces.end(watch, from, out.size(), Distribution.DRAW);
      if (type == ElementType.FLOAT64) {
        for (int i = from; i < end; i++) {
          out.doubles()[i] = distribution.draw(random, type);
        }
      } else {
        for (int i = from; i < end; i++) {
          out.floats()[i] = (float) distribution.draw(random, type);
        }
      }
    }
  }
}
