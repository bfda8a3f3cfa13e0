package dev.vecurrent.cli.tensor;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.math.BigInteger;

/** Single elements of tensors of any type. */
public final class Elements {

  private Elements() {}

  /** An element in words. */
  public static String word(Tensor tensor, int i) {
    if (tensor.type() == ElementType.STRING) {
      return "'" + tensor.strings()[i] + "'";
    }
    return isLong(tensor) ? integer(tensor, i).toString() : Double.toString(element(tensor, i));
  }

  /** Whether elements have 64 bits, of which a double does not tell. */
  public static boolean isLong(Tensor tensor) {
    return tensor.type() == ElementType.INT64 || tensor.type() == ElementType.UINT64;
  }

  /** An element of 64 bits. */
  public static BigInteger integer(Tensor tensor, int i) {
    long element = tensor.longs()[i];
    return tensor.type() == ElementType.UINT64
        ? new BigInteger(Long.toUnsignedString(element))
        : BigInteger.valueOf(element);
  }

  /** Where an element is, by axis. */
  public static int[] index(Tensor tensor, int at) {
    int[] index = new int[tensor.rank()];
    int rest = at;
    for (int axis = tensor.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % tensor.dim(axis);
      rest /= tensor.dim(axis);
    }
    return index;
  }

  /** An element as a number. */
  public static double element(Tensor tensor, int i) {
    return switch (tensor.type()) {
      case FLOAT32 -> tensor.floats()[i];
      case FLOAT64 -> tensor.doubles()[i];
      case INT64 -> (double) tensor.longs()[i];
      case INT32 -> tensor.ints()[i];
      case BOOL -> tensor.booleans()[i] ? 1 : 0;
      case INT8 -> tensor.bytes()[i];
      case UINT8 -> tensor.bytes()[i] & 0xff;
      case INT16 -> tensor.shorts()[i];
      case UINT16 -> tensor.shorts()[i] & 0xffff;
      case FLOAT16 -> Float.float16ToFloat(tensor.shorts()[i]);
      case BFLOAT16 -> Float.intBitsToFloat(tensor.shorts()[i] << 16);
      case UINT32 -> Integer.toUnsignedLong(tensor.ints()[i]);
      case UINT64 -> new BigInteger(Long.toUnsignedString(tensor.longs()[i])).doubleValue();
      case INT4, UINT4 -> tensor.bytes()[i];
      case STRING -> throw new IllegalArgumentException("text is no number: " + tensor);
    };
  }
}
