package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * A list of integers that older opsets give as an attribute and newer ones as an input: axes,
 * splits, starts.
 *
 * @param attribute the attribute's value; {@code null} where it is an input or not given
 * @param input the index of the input, or -1 where it is an attribute
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never written again
public record Parameter(long @Nullable [] attribute, int input) {

  /** Reads the attribute below opset {@code since}, and notes the input from there on. */
  public static Parameter read(NodeReader reader, String name, int since, int input) {
    return reader.opset() < since
        ? new Parameter(reader.integers(name), -1)
        : new Parameter(null, input);
  }

  /** The values as far as they are known before a run; {@code null} where they are not given. */
  public long @Nullable [] known(@Nullable Fact[] inputs) {
    return input < 0 ? attribute : Elements.allOf(Ports.optional(inputs, input));
  }

  /** Whether the parameter is given, be it known or not. */
  public boolean given(@Nullable Fact[] inputs) {
    return input < 0 ? attribute != null : Ports.optional(inputs, input) != null;
  }

  /** How many values there are in a run; -1 where the parameter is not given. */
  public int count(@Nullable Tensor[] inputs) {
    if (input < 0) {
      return attribute == null ? -1 : attribute.length;
    }
    Tensor tensor = Ports.optional(inputs, input);
    return tensor == null ? -1 : tensor.size();
  }

  /** Whether the values come with a run, if they do. */
  public boolean isInput() {
    return input >= 0;
  }

  /** This parameter, which is no input any more where that is constant or not given. */
  public Parameter withConstants(@Nullable Tensor[] constants) {
    if (input >= constants.length) {
      return new Parameter(null, -1);
    }
    Tensor constant = input < 0 ? null : Ports.optional(constants, input);
    if (constant == null) {
      return this;
    }
    long[] values = new long[constant.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(constants, i);
    }
    return new Parameter(values, -1);
  }

  /** One value in a run. */
  public long value(@Nullable Tensor[] inputs, int index) {
    if (attribute != null) {
      return attribute[index];
    }
    Tensor tensor = Ports.required("parameter", inputs, input);
    // Opset 1 has parameters of the type of the data.
    return tensor.type() == ElementType.FLOAT32
        ? (long) tensor.floats()[index]
        : Shapes.integer(tensor, index);
  }
}
