package dev.vecurrent.internal.op.random;

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
import java.util.function.Function;

/**
 * ONNX RandomNormalLike and RandomUniformLike (since opset 1): numbers of a distribution in a
 * tensor of the input's shape, and of its type unless {@code dtype} is set.
 */
final class RandomLike implements Operator {

  private final String name;
  private final Distribution distribution;

  /** {@code null} for the input's type. */
  private final @Nullable ElementType type;

  private final NodeSeed seed;

  private RandomLike(
      String name, Distribution distribution, @Nullable ElementType type, NodeSeed seed) {
    this.name = name;
    this.distribution = distribution;
    this.type = type;
    this.seed = seed;
  }

  static Operator read(NodeReader reader, Function<NodeReader, Distribution> distribution) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new RandomLike(
        reader.operator(),
        distribution.apply(reader),
        Dtype.read(reader, Dtype.REALS),
        NodeSeed.ofFloat(reader));
  }

  @Override
  public boolean isRandom(@Nullable Fact[] inputs) {
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact like = Ports.required(name, inputs, 0);
    ElementType own = type;
    if (own == null && !Types.REALS.contains(like.type())) {
      throw new IllegalArgumentException(
          name
              + ": the input is "
              + like.type()
              + " and dtype is not set: set dtype to 1 (FLOAT32), 10, 11 or 16");
    }
    return new Fact[] {
      new Fact(own == null ? like.type() : own.computeType(), like.dims(), null, null)
    };
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, Distribution.DRAW);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor like = Ports.required(name, inputs, 0);
    Tensor out = Ports.required(name, outputs, 0);
    out.resize(workspace.dims, Shapes.copyDims(like, workspace.dims));
    ElementType rounded = type == null ? out.type() : type;
    RandomTensor.fill(
        out, distribution, rounded, seed.begin(workspace), workspace.bounds().watch());
  }
}
