package dev.vecurrent.onnx.fuzz;

import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import dev.vecurrent.testing.FuzzBytes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Inputs of declared types, with sizes and elements that a fuzzer's bytes choose. */
final class MadeUpValues {

  /** Inputs are small: it is what a model makes of them that may be large. */
  private static final long MOST_ELEMENTS = 1 << 16;

  private static final int MOST_RANK = 4;
  private static final int MOST_TENSORS = 3;

  private final FuzzBytes bytes;
  private final Random elements;
  private final Map<String, Integer> symbols = new HashMap<>();

  MadeUpValues(FuzzBytes bytes) {
    this.bytes = bytes;
    this.elements = new Random(bytes.next());
  }

  /** A value for each input; empty where a declared shape is larger than inputs shall be. */
  Optional<Map<String, Value>> of(List<ValueInfo> inputs) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (ValueInfo input : inputs) {
      if (input.isOptional() && bytes.oneIn(4)) {
        continue;
      }
      int count = input.isSequence() ? bytes.below(MOST_TENSORS + 1) : 1;
      Tensor[] tensors = new Tensor[count];
      for (int i = 0; i < count; i++) {
        int[] shape = shape(input);
        long size = 1;
        for (int dim : shape) {
          size = Math.min(MOST_ELEMENTS + 1, size * dim);
        }
        if (size > MOST_ELEMENTS) {
          return Optional.empty();
        }
        tensors[i] = tensor(input.type(), shape);
      }
      Value value = input.isSequence() ? TensorSequence.of(input.type(), tensors) : tensors[0];
      values.put(input.name(), input.isOptional() ? OptionalValue.of(value) : value);
    }
    return Optional.of(values);
  }

  private int[] shape(ValueInfo input) {
    if (input.shape().isEmpty()) {
      int[] shape = new int[bytes.below(MOST_RANK + 1)];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = bytes.size();
      }
      return shape;
    }
    List<Dimension> dims = input.shape().get();
    int[] shape = new int[dims.size()];
    for (int axis = 0; axis < shape.length; axis++) {
      Dimension dim = dims.get(axis);
      if (dim.isFixed()) {
        shape[axis] = dim.size();
      } else if (dim.symbol().isEmpty()) {
        shape[axis] = bytes.size();
      } else {
        shape[axis] = symbols.computeIfAbsent(dim.symbol(), _ -> bytes.size());
      }
    }
    return shape;
  }

  private Tensor tensor(ElementType type, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      long whole = integer();
      switch (type) {
        case FLOAT32 -> tensor.floats()[i] = number();
        case FLOAT64 -> tensor.doubles()[i] = number();
        case INT32, UINT32 -> tensor.ints()[i] = (int) whole;
        case INT64, UINT64 -> tensor.longs()[i] = whole;
        case INT8, UINT8 -> tensor.bytes()[i] = (byte) whole;
        case UINT4 -> tensor.bytes()[i] = (byte) (whole & 0xf);
        case INT4 -> tensor.bytes()[i] = (byte) ((whole & 0xf) - 8);
        case INT16, UINT16 -> tensor.shorts()[i] = (short) whole;
        case FLOAT16 -> tensor.shorts()[i] = Float.floatToFloat16(number());
        case BFLOAT16 -> tensor.shorts()[i] = (short) (Float.floatToRawIntBits(number()) >>> 16);
        case BOOL -> tensor.booleans()[i] = (whole & 1) != 0;
        case STRING -> tensor.strings()[i] = whole < 0 ? "" : whole < 3 ? "a" + whole : "1.5";
      }
    }
    return tensor;
  }

  private long integer() {
    if (elements.nextInt(64) == 0) {
      return elements.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    return elements.nextInt(6) - 1;
  }

  private float number() {
    return elements.nextInt(64) == 0
        ? (elements.nextBoolean() ? Float.NaN : Float.NEGATIVE_INFINITY)
        : elements.nextFloat() * 2 - 0.5f;
  }
}
