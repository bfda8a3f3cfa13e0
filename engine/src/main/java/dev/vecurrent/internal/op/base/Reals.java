package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** Elements of FLOAT32 and FLOAT64 tensors as doubles, one at a time. */
public final class Reals {

  private Reals() {}

  /** An element of a FLOAT32 or FLOAT64 tensor. */
  public static double get(Tensor tensor, int at) {
    return tensor.type() == ElementType.FLOAT32 ? tensor.floats()[at] : tensor.doubles()[at];
  }

  /** Writes an element of a FLOAT32 or FLOAT64 tensor, rounded once. */
  public static void set(Tensor tensor, int at, double value) {
    if (tensor.type() == ElementType.FLOAT32) {
      tensor.floats()[at] = (float) value;
    } else {
      tensor.doubles()[at] = value;
    }
  }

  /** Writes an element as ONNX Cast to {@code to} converts it; 16-bit floats stay FLOAT32. */
  public static void setAs(ElementType to, Tensor tensor, int at, double value) {
    switch (to) {
      case FLOAT32 -> tensor.floats()[at] = (float) value;
      case FLOAT16 -> tensor.floats()[at] = ScalarMath.roundToFloat16((float) value);
      case BFLOAT16 -> tensor.floats()[at] = ScalarMath.roundToBfloat16((float) value);
      case FLOAT64 -> tensor.doubles()[at] = value;
      case BOOL -> tensor.booleans()[at] = value != 0;
      default -> Integers.set(tensor, at, Integers.ofReal(to, value));
    }
  }

  /** The one element of an integer input that ONNX calls a scalar. */
  public static long scalar(String operator, String input, Tensor tensor) {
    if (tensor.size() != 1) {
      throw new IllegalArgumentException(
          operator + ": input " + input + " is " + tensor + ", expected one integer");
    }
    return Shapes.integer(tensor, 0);
  }

  /** The element of such an input where it is known before a run, else {@code null}. */
  public static @Nullable Long knownScalar(String operator, String input, Fact fact) {
    Types.require(operator, input, fact, Types.INDICES);
    long[] elements = Elements.allOf(fact);
    if (elements != null && elements.length != 1) {
      throw new IllegalArgumentException(
          operator + ": input " + input + " has " + elements.length + " elements, expected one");
    }
    return elements == null ? null : elements[0];
  }
}
