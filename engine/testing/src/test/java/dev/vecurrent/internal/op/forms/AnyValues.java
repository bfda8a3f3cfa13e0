package dev.vecurrent.internal.op.forms;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Random;

/** Tensors of any type, rank and elements. */
final class AnyValues {

  private static final long[] ODD = {
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    Long.MIN_VALUE + 4711,
    65536,
    -100
  };

  private static final double[] ODD_REALS = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1e30, -1e30, 1e-40, 3e9
  };

  private AnyValues() {}

  static ElementType type(Random random) {
    ElementType[] all = ElementType.values();
    ElementType type = all[random.nextInt(all.length)];
    return type == type.computeType() ? type : ElementType.FLOAT32;
  }

  static String text(Random random) {
    return new String[] {"", "a", "a b", "3", "-1.5", "\u00e9", "aab"}[random.nextInt(7)];
  }

  /** Dimensions of any rank up to a limit, mostly small ones. */
  static int[] shape(Random random, int most) {
    int[] shape = new int[random.nextInt(most + 1)];
    int usual = random.nextInt(3) + 1;
    boolean varied = random.nextInt(3) == 0;
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = random.nextInt(20) == 0 ? 0 : varied ? random.nextInt(4) : usual;
    }
    return shape;
  }

  static Tensor tensor(Random random, ElementType type, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    int most = random.nextInt(4) == 0 ? 20 : 3;
    boolean odd = random.nextInt(6) == 0;
    boolean positive = random.nextInt(3) == 0;
    for (int i = 0; i < tensor.size(); i++) {
      boolean oddOne = odd && random.nextInt(3) == 0;
      long whole =
          oddOne
              ? ODD[random.nextInt(ODD.length)]
              : positive ? 1 + random.nextInt(most) : random.nextInt(2 * most) - most + 1;
      double real =
          oddOne ? ODD_REALS[random.nextInt(ODD_REALS.length)] : whole + random.nextInt(2) * 0.5;
      switch (tensor.storage()) {
        case float[] floats -> floats[i] = (float) real;
        case double[] doubles -> doubles[i] = real;
        case long[] longs -> longs[i] = whole;
        case int[] ints -> ints[i] = (int) whole;
        case short[] shorts -> shorts[i] = (short) whole;
        case byte[] bytes -> bytes[i] = narrow(type, whole);
        case boolean[] booleans -> booleans[i] = random.nextBoolean();
        case String[] texts -> texts[i] = text(random);
        default -> throw new IllegalStateException(type.toString());
      }
    }
    return tensor;
  }

  private static byte narrow(ElementType type, long whole) {
    return switch (type) {
      case INT4 -> (byte) (((int) whole & 15) - 8);
      case UINT4 -> (byte) ((int) whole & 15);
      default -> (byte) whole;
    };
  }
}
