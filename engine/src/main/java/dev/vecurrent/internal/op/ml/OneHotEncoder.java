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
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * ai.onnx.ml OneHotEncoder: of each element of any shape a new last axis with a 1 at the place of
 * its category. Numbers are truncated to integers. What is no category is zeros, or refused where
 * {@code zeros} is 0.
 */
final class OneHotEncoder implements Operator {

  private static final String NAME = "OneHotEncoder";

  private static final Set<ElementType> TEXT =
      Collections.unmodifiableSet(EnumSet.of(ElementType.STRING));

  private final Keys categories;
  private final boolean zeros;

  private OneHotEncoder(Keys categories, boolean zeros) {
    this.categories = categories;
    this.zeros = zeros;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    long[] numbers = reader.integers("cats_int64s");
    String[] texts = reader.strings("cats_strings");
    boolean byNumber = numbers != null && numbers.length > 0;
    boolean byText = texts != null && texts.length > 0;
    if (byNumber == byText) {
      reader.refuse("cats_int64s, cats_strings", "", "expected exactly one of them with values");
    }
    Tensor categories =
        texts != null && byText
            ? Tensor.of(texts, texts.length)
            : numbers != null ? Tensor.of(numbers, numbers.length) : Tensor.of(new long[0], 0);
    return new OneHotEncoder(Keys.of(categories, true), reader.integer("zeros", 1) != 0);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, categories.type() == ElementType.STRING ? TEXT : Numbers.TYPES);
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(ElementType.FLOAT32)};
    }
    int[] out = Arrays.copyOf(dims, Shapes.rank(NAME, dims.length + 1L));
    out[dims.length] = categories.size();
    return new Fact[] {Fact.of(ElementType.FLOAT32, out)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact x = inputs[0];
    return x == null
        ? Work.UNSTATED
        : Work.plus(Work.elements(inputs, outputs), Keys.work(x.type(), Work.size(x)));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    int rank = Shapes.copyDims(x, workspace.dims);
    int depth = categories.size();
    Shapes.rank(NAME, rank + 1L);
    workspace.dims[rank] = depth;
    out.resize(workspace.dims, rank + 1);
    float[] to = out.floats();
    Watch watch = workspace.bounds().watch();
    Pieces.clear(out, watch);
    for (int from = 0, end; from < x.size(); from = end) {
      end = categories.piece(watch, x, from);
      mark(x, from, end, to);
    }
  }

  private void mark(Tensor x, int from, int end, float[] to) {
    int depth = categories.size();
    for (int i = from; i < end; i++) {
      int place = place(x, i);
      if (place < depth) {
        to[i * depth + place] = 1;
      } else if (!zeros) {
        throw new IllegalArgumentException(
            NAME + ": element " + i + " of X is no category, and attribute zeros is 0");
      }
    }
  }

  /** The place of an element's category; their number for none. */
  private int place(Tensor x, int i) {
    return switch (x.type()) {
      case STRING -> categories.find(x, i);
      case INT64 -> categories.find(x.longs()[i]);
      case INT32 -> categories.find(x.ints()[i]);
      case FLOAT32 -> truncated(x.floats()[i]);
      default -> truncated(x.doubles()[i]);
    };
  }

  private int truncated(double value) {
    // What no INT64 holds, NaN among it, is no category.
    return value >= -0x1p63 && value < 0x1p63 ? categories.find((long) value) : categories.size();
  }
}
