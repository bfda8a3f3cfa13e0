package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * ai.onnx.ml LabelEncoder since version 2: elements of any shape through a table, of any two of
 * text, INT16, INT32, INT64, FLOAT32 and FLOAT64. Of equal keys the last is meant since version 4,
 * as its text says; before, the first.
 */
final class LabelEncoder implements Operator {

  private static final String NAME = "LabelEncoder";

  private static final Set<ElementType> TYPES =
      Collections.unmodifiableSet(
          EnumSet.of(
              ElementType.STRING,
              ElementType.INT64,
              ElementType.FLOAT32,
              ElementType.INT32,
              ElementType.INT16,
              ElementType.FLOAT64));

  private final Lookup table;

  private LabelEncoder(Lookup table) {
    this.table = table;
  }

  static Operator read(NodeReader reader) {
    if (reader.opset() < 2) {
      return CategoryMapper.ofClasses(reader);
    }
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    Tensor keys = list(reader, "keys");
    Tensor values = list(reader, "values");
    if (keys.size() != values.size()) {
      reader.refuse(
          "keys_*, values_*",
          keys.size() + ", " + values.size() + " values",
          "expected as many of one as of the other");
      values = Tensor.zeros(values.type(), keys.size());
    }
    return new LabelEncoder(
        new Lookup(keys, values, otherwise(reader, values.type()), reader.opset() >= 4));
  }

  /** The one list of a kind that is set and not empty. */
  private static Tensor list(NodeReader reader, String kind) {
    String[] strings = reader.strings(kind + "_strings");
    long[] integers = reader.integers(kind + "_int64s");
    float[] floats = reader.numbers(kind + "_floats");
    Tensor tensor = reader.opset() >= 4 ? reader.tensor(kind + "_tensor") : null;
    Tensor list = null;
    int given = 0;
    if (strings != null && strings.length > 0) {
      list = Tensor.of(strings, strings.length);
      given++;
    }
    if (integers != null && integers.length > 0) {
      list = Tensor.of(integers, integers.length);
      given++;
    }
    if (floats != null && floats.length > 0) {
      list = Tensor.of(floats, floats.length);
      given++;
    }
    if (tensor != null && tensor.size() > 0) {
      list = tensor;
      given++;
      if (!TYPES.contains(tensor.type())) {
        reader.refuse(kind + "_tensor", tensor.toString(), "expected elements of one of " + TYPES);
        list = null;
      }
    }
    if (given != 1) {
      reader.refuse(kind + "_*", given + " lists", "expected exactly one list with values");
    }
    if (list != null && list.size() > Keys.MOST) {
      reader.refuse(kind + "_*", list.size() + " elements", "expected " + Keys.MOST + " at most");
      list = null;
    }
    return list == null ? Tensor.of(new long[0], 0) : list;
  }

  /** The default of the values' type; defaults of other types say nothing. */
  private static Tensor otherwise(NodeReader reader, ElementType type) {
    long integer = reader.integer("default_int64", -1);
    float number = reader.number("default_float", -0f);
    String text = reader.string("default_string", "_Unused");
    Tensor tensor = reader.opset() >= 4 ? reader.tensor("default_tensor") : null;
    if (tensor != null) {
      if (tensor.type() == type && tensor.size() == 1) {
        return tensor;
      }
      reader.refuse("default_tensor", tensor.toString(), "expected one element of " + type);
    }
    return switch (type) {
      case STRING -> Tensor.of(new String[] {text});
      case INT64 -> Tensor.of(new long[] {integer});
      case FLOAT32 -> Tensor.of(new float[] {number});
      case FLOAT64 -> Tensor.of(new double[] {number});
      case INT32 -> Tensor.of(new int[] {(int) integer});
      default -> Tensor.of(ElementType.INT16, new short[] {(short) integer});
    };
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    if (x.type() != table.keyType()) {
      throw new IllegalArgumentException(
          NAME + ": input X is " + x.type() + ", its keys are " + table.keyType());
    }
    return new Fact[] {table.fact(x)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return table.work(Work.elements(inputs, outputs));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    table.run(x, Ports.required(NAME, outputs, 0), workspace.bounds().watch());
  }
}
