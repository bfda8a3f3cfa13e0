package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ai.onnx.ml Scaler: {@code (x - offset) * scale} in FLOAT32, of FLOAT64 in FLOAT64, to FLOAT32.
 * Offset and scale are one value each, or one for each feature of the last axis.
 */
final class Scaler implements Operator {

  private static final String NAME = "Scaler";

  /** The work of an element. */
  private static final int EACH = 2;

  private final float[] offset;
  private final float[] scale;

  private Scaler(float[] offset, float[] scale) {
    this.offset = offset;
    this.scale = scale;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    float[] offset = reader.numbers("offset");
    float[] scale = reader.numbers("scale");
    if (scale == null) {
      scale = filled(1, offset == null ? 1 : offset.length);
    }
    if (offset == null) {
      offset = filled(0, scale.length);
    }
    if (offset.length == 0 || offset.length != scale.length) {
      reader.refuse(
          "offset, scale",
          offset.length + ", " + scale.length + " values",
          "expected as many of one as of the other");
    }
    return new Scaler(offset, scale);
  }

  private static float[] filled(float value, int count) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Numbers.input(NAME, inputs);
    Numbers.requireFit(NAME, "offset", offset.length, x.dims());
    return new Fact[] {new Fact(ElementType.FLOAT32, x.dims(), null, null)};
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
    Numbers.requireFit(NAME, "offset", offset.length, features);
    out.resizeLike(x);
    Watch watch = workspace.bounds().watch();
    boolean one = offset.length == 1;
    int columns = one ? x.size() : features;
    for (int row = 0; row < x.size(); row += columns) {
      for (int from = 0, end; from < columns; from = end) {
        end = Pieces.end(watch, from, columns, EACH);
        scale(x, row + from, end - from, one ? 0 : from, one ? 0 : 1, out.floats());
      }
    }
  }

  /** Elements side by side, the first of which has parameters at {@code of}. */
  private void scale(Tensor x, int at, int count, int of, int step, float[] out) {
    if (x.type() == ElementType.FLOAT64) {
      doubles(x.doubles(), at, count, of, step, out);
    } else if (x.type() == ElementType.FLOAT32) {
      floats(x.floats(), at, count, of, step, out);
    } else {
      integers(x, at, count, of, step, out);
    }
  }

  private void floats(float[] x, int at, int count, int of, int step, float[] out) {
    for (int i = 0; i < count; i++) {
      out[at + i] = (x[at + i] - offset[of + i * step]) * scale[of + i * step];
    }
  }

  private void doubles(double[] x, int at, int count, int of, int step, float[] out) {
    for (int i = 0; i < count; i++) {
      out[at + i] = (float) ((x[at + i] - offset[of + i * step]) * scale[of + i * step]);
    }
  }

  private void integers(Tensor x, int at, int count, int of, int step, float[] out) {
    for (int i = 0; i < count; i++) {
      out[at + i] = (Numbers.single(x, at + i) - offset[of + i * step]) * scale[of + i * step];
    }
  }
}
