package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Parameter;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX Split: parts along an axis, of sizes given (attribute below opset 13, then input, which
 * opset 1 has, too), or even; with {@code num_outputs} (since 18) the last part may be smaller.
 */
final class Split implements Operator {

  private final long axis;
  private final Parameter sizes;
  private final int parts;
  private final boolean uneven;

  private Split(long axis, Parameter sizes, int parts, boolean uneven) {
    this.axis = axis;
    this.sizes = sizes;
    this.parts = parts;
    this.uneven = uneven;
  }

  static Operator read(NodeReader reader) {
    boolean input = reader.opset() >= 13 || (reader.opset() < 2 && reader.hasInput(1));
    reader.requireInputs(1, input ? 2 : 1);
    reader.requireOutputs(1, Integer.MAX_VALUE);
    int outputs = reader.outputs();
    if (reader.opset() >= 18) {
      boolean counted = reader.has("num_outputs");
      long count = reader.integer("num_outputs", outputs);
      if (count != outputs) {
        reader.refuse("num_outputs", Long.toString(count), "the node has " + outputs + " outputs");
      }
      if (counted == reader.hasInput(1)) {
        reader.refuse("num_outputs", "", "expected either num_outputs or the input split");
      }
    }
    return new Split(
        reader.integer("axis", 0),
        input ? new Parameter(null, 1) : Parameter.read(reader, "split", 13, 1),
        outputs,
        reader.opset() >= 18);
  }

  /** The size of a part where sizes are not given. */
  private int even(int dim, int part) {
    if (dim % parts != 0 && !uneven) {
      throw new IllegalArgumentException(
          "Split: an axis of " + dim + " does not split into " + parts + " even parts");
    }
    int size = Math.ceilDiv(dim, parts);
    return Math.clamp((long) dim - (long) part * size, 0, size);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.KEEPS_ZEROS);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact data = Ports.required("Split", inputs, 0);
    int[] dims = data.dims();
    Fact[] facts = new Fact[parts];
    long[] known = sizes.known(inputs);
    boolean none = known != null && known.length == 0;
    for (int part = 0; part < parts; part++) {
      if (dims == null) {
        facts[part] = Fact.of(data.type());
        continue;
      }
      int along = Shapes.axis("Split", axis, dims.length);
      int[] out = dims.clone();
      if (known != null && !none) {
        if (known.length != parts) {
          throw new IllegalArgumentException(
              "Split: " + known.length + " sizes for " + parts + " outputs");
        }
        out[along] = Shapes.dim("Split", known[part]);
      } else {
        boolean unknown = dims[along] < 0 || (sizes.given(inputs) && !none);
        out[along] = unknown ? Fact.UNKNOWN : even(dims[along], part);
      }
      facts[part] = new Fact(data.type(), out, null, null);
    }
    return Elements.followed(data.type()) ? Elements.move(this, inputs, 1, facts) : facts;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long rows = Shapes.times(parts, Work.outer(Ports.required("Split", inputs, 0), axis));
    return Work.plus(Work.elements(inputs, outputs), Shapes.times(rows, Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor data = Ports.required("Split", inputs, 0);
    int along = Shapes.axis("Split", axis, data.rank());
    int dim = data.dim(along);
    int count = sizes.count(inputs);
    count = count == 0 ? -1 : count; // an empty list counts as none
    if (count >= 0 && count != parts) {
      throw new IllegalArgumentException("Split: " + count + " sizes for " + parts + " outputs");
    }
    long sum = 0;
    for (int part = 0; part < parts; part++) {
      sum += count < 0 ? even(dim, part) : Shapes.dim("Split", sizes.value(inputs, part));
    }
    if (sum != dim) {
      throw new IllegalArgumentException(
          "Split: sizes add up to " + sum + ", the axis of " + data + " has " + dim);
    }
    int inner = (int) Shapes.count(data, along + 1, data.rank());
    int outer = (int) Shapes.count(data, 0, along);
    int from = 0;
    for (int part = 0; part < parts; part++) {
      int size = count < 0 ? even(dim, part) : (int) sizes.value(inputs, part);
      Tensor out = Ports.optional(outputs, part);
      if (out != null) {
        Shapes.copyDims(data, workspace.dims);
        workspace.dims[along] = size;
        out.resize(workspace.dims, data.rank());
        for (int o = 0; o < outer && out.size() > 0; o++) {
          workspace.copy(
              data.storage(),
              (o * dim + from) * inner,
              out.storage(),
              o * size * inner,
              size * inner);
        }
      }
      from += size;
    }
  }
}
