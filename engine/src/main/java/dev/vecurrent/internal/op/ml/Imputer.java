package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ai.onnx.ml Imputer: puts a value in the place of elements that equal another; NaN equals NaN. The
 * values put are one, or one for each feature of the last axis.
 */
final class Imputer implements Operator {

  private static final String NAME = "Imputer";

  /** The work of an element. */
  private static final int EACH = 8;

  private final float @Nullable [] floats;
  private final long @Nullable [] integers;
  private final float replacedFloat;
  private final long replacedInteger;

  private Imputer(
      float @Nullable [] floats,
      long @Nullable [] integers,
      float replacedFloat,
      long replacedInteger) {
    this.floats = floats;
    this.integers = integers;
    this.replacedFloat = replacedFloat;
    this.replacedInteger = replacedInteger;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    float[] floats = reader.numbers("imputed_value_floats");
    long[] integers = reader.integers("imputed_value_int64s");
    floats = floats == null || floats.length == 0 ? null : floats;
    integers = integers == null || integers.length == 0 ? null : integers;
    if ((floats == null) == (integers == null)) {
      reader.refuse(
          "imputed_value_floats, imputed_value_int64s",
          "",
          "expected exactly one of them with values");
    }
    return new Imputer(
        floats,
        integers,
        reader.number("replaced_value_float", 0),
        reader.integer("replaced_value_int64", 0));
  }

  private int count() {
    return floats != null ? floats.length : integers != null ? integers.length : 0;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Numbers.input(NAME, inputs);
    boolean isFloat = x.type().isFloatingPoint();
    if (isFloat ? floats == null : integers == null) {
      throw new IllegalArgumentException(
          NAME
              + ": X is "
              + x.type()
              + ", but the values are in "
              + (isFloat ? "imputed_value_int64s" : "imputed_value_floats"));
    }
    if (x.type() == ElementType.INT32 && integers != null) {
      for (long value : integers) {
        if (value != (int) value) {
          throw new IllegalArgumentException(
              NAME + ": imputed_value_int64s has " + value + ", which no INT32 is");
        }
      }
    }
    Numbers.requireFit(NAME, "imputed_value", count(), x.dims());
    return new Fact[] {x.shapeOnly()};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, EACH);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    int features = Numbers.features(x);
    Numbers.requireFit(NAME, "imputed_value", count(), features);
    out.resizeLike(x);
    for (int from = 0, end; from < x.size(); from = end) {
      end = Pieces.end(workspace.bounds().watch(), from, x.size(), EACH);
      replace(x, from, end, features, out);
    }
  }

  private void replace(Tensor x, int from, int end, int features, Tensor out) {
    int step = count() == 1 ? 0 : 1;
    boolean isFloat = x.type().isFloatingPoint();
    for (int i = from; i < end; i++) {
      int feature = i % features * step;
      if (isFloat && floats != null) {
        real(x, i, floats[feature], out);
      } else if (integers != null) {
        whole(x, i, integers[feature], out);
      }
    }
  }

  private void real(Tensor x, int i, float value, Tensor out) {
    if (x.type() == ElementType.FLOAT32) {
      float element = x.floats()[i];
      out.floats()[i] = isReplaced(element) ? value : element;
    } else {
      double element = x.doubles()[i];
      out.doubles()[i] = isReplaced(element) ? value : element;
    }
  }

  private boolean isReplaced(double element) {
    return element == replacedFloat || (Double.isNaN(element) && Float.isNaN(replacedFloat));
  }

  private void whole(Tensor x, int i, long value, Tensor out) {
    if (x.type() == ElementType.INT64) {
      out.longs()[i] = x.longs()[i] == replacedInteger ? value : x.longs()[i];
    } else {
      out.ints()[i] = x.ints()[i] == replacedInteger ? (int) value : x.ints()[i];
    }
  }
}
