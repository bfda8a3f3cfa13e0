package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ai.onnx.ml FeatureVectorizer: inputs {@code [N, ...]} or {@code [C]}, which is {@code [1, C]},
 * side by side as FLOAT32. What an input has beyond its {@code inputdimensions} is left out; what
 * it lacks is 0.
 */
final class FeatureVectorizer implements Operator {

  private static final String NAME = "FeatureVectorizer";

  /** The work of an element. */
  private static final int EACH = 2;

  /** How many features each input gives; {@code null} for as many as it has. */
  private final long @Nullable [] sizes;

  private FeatureVectorizer(long @Nullable [] sizes) {
    this.sizes = sizes;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, Integer.MAX_VALUE);
    reader.requireOutputs(1, 1);
    long[] sizes = reader.integers("inputdimensions");
    for (int i = 0; i < reader.inputs(); i++) {
      if (!reader.hasInput(i)) {
        reader.refuse("input " + i, "", "is required");
      }
    }
    if (sizes != null
        && (sizes.length != reader.inputs()
            || Arrays.stream(sizes).anyMatch(size -> size < 0 || size > Integer.MAX_VALUE))) {
      reader.refuse("inputdimensions", Arrays.toString(sizes), "expected a size for each input");
    }
    return new FeatureVectorizer(sizes);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    long total = 0;
    int rows = Fact.UNKNOWN;
    for (int i = 0; i < inputs.length; i++) {
      Fact x = Ports.required(NAME, inputs, i);
      Types.require(NAME, "X", x, Numbers.TYPES);
      int[] dims = x.dims();
      if (dims == null) {
        total = sizes == null || total < 0 ? -1 : total + sizes[i];
        continue;
      }
      if (dims.length == 0) {
        throw new IllegalArgumentException(NAME + ": input " + i + " is a scalar");
      }
      long size = sizes == null ? own(dims) : sizes[i];
      total = total < 0 || size < 0 ? -1 : total + size;
      rows = Math.max(rows, dims.length == 1 ? 1 : dims[0]);
    }
    int width = total < 0 ? Fact.UNKNOWN : Shapes.dim(NAME, total);
    return new Fact[] {Fact.of(ElementType.FLOAT32, rows < 0 ? Fact.UNKNOWN : rows, width)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, EACH);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor out = Ports.required(NAME, outputs, 0);
    int rows = rows(Ports.required(NAME, inputs, 0));
    long total = 0;
    for (int i = 0; i < inputs.length; i++) {
      Tensor x = Ports.required(NAME, inputs, i);
      if (x.rank() == 0 || rows(x) != rows) {
        throw new IllegalArgumentException(
            NAME + ": input " + i + " is " + x + ", the first has " + rows + " rows");
      }
      total = Work.plus(total, size(x, i));
    }
    int width = Shapes.dim(NAME, total);
    workspace.dims[0] = rows;
    workspace.dims[1] = width;
    out.resize(workspace.dims, 2);
    if (out.size() == 0) {
      return;
    }
    Watch watch = workspace.bounds().watch();
    Pieces.clear(out, watch);
    int column = 0;
    for (int i = 0; i < inputs.length; i++) {
      Tensor x = Ports.required(NAME, inputs, i);
      int own = (int) own(x);
      int size = (int) size(x, i);
      for (int row = 0; row < rows; row++) {
        for (int from = 0, end; from < Math.min(own, size); from = end) {
          end = Pieces.end(watch, from, Math.min(own, size), EACH);
          for (int j = from; j < end; j++) {
            out.floats()[row * width + column + j] = Numbers.single(x, row * own + j);
          }
        }
      }
      column += size;
    }
  }

  /** The features that a row of an input has, as far as they are known. */
  private static long own(int[] dims) {
    return dims.length == 1 ? dims[0] : Shapes.count(NAME, dims, 1, dims.length);
  }

  private static int rows(Tensor x) {
    return x.rank() == 1 ? 1 : x.rank() == 0 ? 0 : x.dim(0);
  }

  /** The features that a row of an input has. */
  private static long own(Tensor x) {
    return x.rank() == 1 ? x.dim(0) : Shapes.count(x, 1, x.rank());
  }

  private long size(Tensor x, int i) {
    return sizes == null ? own(x) : sizes[i];
  }
}
