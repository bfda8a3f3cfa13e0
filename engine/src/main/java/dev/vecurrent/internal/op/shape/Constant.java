package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Copy;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.FloatStorage;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Constant: value, value_float, value_floats, value_int, value_ints, value_string or
 * value_strings; exactly one of them.
 */
final class Constant implements Operator {

  private final Tensor value;

  private Constant(Tensor value) {
    this.value = value;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(0, 0);
    reader.requireOutputs(1, 1);
    Tensor value = null;
    int given = 0;
    Tensor tensor = reader.tensor("value");
    if (tensor != null) {
      value = FloatStorage.widened(tensor);
      given++;
    }
    if (reader.opset() >= 12) {
      if (reader.has("value_float")) {
        value = Tensor.of(new float[] {reader.number("value_float", 0)});
        given++;
      }
      float[] floats = reader.numbers("value_floats");
      if (floats != null) {
        value = Tensor.of(floats, floats.length);
        given++;
      }
      if (reader.has("value_int")) {
        value = Tensor.of(new long[] {reader.integer("value_int", 0)});
        given++;
      }
      long[] ints = reader.integers("value_ints");
      if (ints != null) {
        value = Tensor.of(ints, ints.length);
        given++;
      }
      if (reader.has("value_string")) {
        value = Tensor.of(new String[] {reader.string("value_string", "")});
        given++;
      }
      String[] strings = reader.strings("value_strings");
      if (strings != null) {
        value = Tensor.of(strings, strings.length);
        given++;
      }
    }
    if (given != 1) {
      reader.refuse("value", "", "expected exactly one value, found " + given);
    }
    return new Constant(value == null ? Tensor.of(new float[1]) : value);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    return new Fact[] {Fact.of(value)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.rows(inputs, outputs);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Copy.whole(value, Ports.required("Constant", outputs, 0), workspace);
  }
}
