package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
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
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX Concat: inputs of one type one after the other along an axis, below opset 4 the second by
 * default.
 */
final class Concat implements Operator {

  private final long axis;

  private Concat(long axis) {
    this.axis = axis;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, Integer.MAX_VALUE);
    reader.requireOutputs(1, 1);
    if (reader.opset() >= 4 && !reader.has("axis")) {
      reader.refuse("axis", "", "is required");
    }
    return new Concat(reader.integer("axis", 1));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.KEEPS_ZEROS_OF_ALL);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact first = Ports.required("Concat", inputs, 0);
    int[] out = null;
    boolean ranks = true;
    for (int i = 0; i < inputs.length; i++) {
      Fact fact = Ports.required("Concat", inputs, i);
      Types.requireSame("Concat", first, fact);
      int[] dims = fact.dims();
      ranks &= dims != null;
      if (ranks && dims != null) {
        out = out == null ? dims.clone() : joined(out, dims);
      }
    }
    Fact fact = new Fact(first.type(), ranks ? out : null, null, null);
    return Elements.followed(first.type())
        ? Elements.move(this, inputs, inputs.length, fact)
        : new Fact[] {fact};
  }

  private int[] joined(int[] out, int[] dims) {
    if (out.length != dims.length) {
      throw new IllegalArgumentException(
          "Concat: " + Shapes.text(out) + " and " + Shapes.text(dims) + " differ in rank");
    }
    int along = Shapes.axis("Concat", axis, out.length);
    for (int i = 0; i < out.length; i++) {
      boolean unknown = out[i] < 0 || dims[i] < 0;
      if (i == along) {
        out[i] = unknown ? Fact.UNKNOWN : Shapes.dim("Concat", (long) out[i] + dims[i]);
      } else if (unknown) {
        out[i] = Fact.both(out[i], dims[i]);
      } else if (out[i] != dims[i]) {
        throw new IllegalArgumentException(
            "Concat: " + Shapes.text(out) + " and " + Shapes.text(dims) + " differ in axis " + i);
      }
    }
    return out;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    // Of all inputs, as many rows as there are in front of the axis.
    long rows = Shapes.times(inputs.length, Work.outer(outputs[0], axis));
    return Work.plus(Work.elements(inputs, outputs), Shapes.times(rows, Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor first = Ports.required("Concat", inputs, 0);
    Tensor out = Ports.required("Concat", outputs, 0);
    int rank = first.rank();
    int along = Shapes.axis("Concat", axis, rank);
    int[] dims = workspace.dims;
    Shapes.copyDims(first, dims);
    long sum = 0;
    for (int i = 0; i < inputs.length; i++) {
      Tensor input = Ports.required("Concat", inputs, i);
      boolean fits = input.rank() == rank;
      for (int a = 0; fits && a < rank; a++) {
        fits = a == along || input.dim(a) == first.dim(a);
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "Concat: " + first + " and " + input + " differ off axis " + along);
      }
      sum += input.dim(along);
    }
    dims[along] = Shapes.dim("Concat", sum);
    out.resize(dims, rank);
    if (out.size() == 0) {
      return;
    }
    int outer = (int) Shapes.count(out, 0, along);
    int rowSize = out.size() / outer;
    int at = 0;
    for (int i = 0; i < inputs.length; i++) {
      Tensor input = Ports.required("Concat", inputs, i);
      int part = input.size() / outer;
      for (int o = 0; o < outer; o++) {
        workspace.copy(input.storage(), o * part, out.storage(), o * rowSize + at, part);
      }
      at += part;
    }
  }
}
