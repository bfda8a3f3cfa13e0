package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Random;

/** Where elements have to be, so that a function of them is defined and well conditioned. */
enum Domain {
  /** Anything that a value may be. */
  ANY,
  /** Where functions that grow like exp stay small. */
  SMALL,
  /** Inside the poles of asin, acos and atanh. */
  UNIT,
  /** Above zero, for log, sqrt and the base of a power. */
  POSITIVE,
  /** Above one, for acosh. */
  ABOVE_ONE,
  /** Not near zero: divisors. */
  AWAY;

  private static final double MOST = 40;

  private boolean contains(double x) {
    return switch (this) {
      case ANY -> Math.abs(x) <= MOST;
      case SMALL -> Math.abs(x) <= 1.3;
      case UNIT -> Math.abs(x) <= 0.9;
      case POSITIVE -> x >= 0.1 && x <= MOST;
      case ABOVE_ONE -> x >= 1.1 && x <= MOST;
      case AWAY -> Math.abs(x) >= 0.2 && Math.abs(x) <= MOST;
    };
  }

  /** Whether all elements are inside; truth values are inside of every domain. */
  boolean contains(Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      boolean inside =
          switch (tensor.type()) {
            case FLOAT32 -> contains(tensor.floats()[i]);
            case FLOAT64 -> contains(tensor.doubles()[i]);
            case INT32 -> contains(tensor.ints()[i]);
            case INT64 -> contains(tensor.longs()[i]);
            default -> true;
          };
      if (!inside) {
        return false;
      }
    }
    return true;
  }

  private double draw(Random random) {
    double normal = Math.clamp(random.nextGaussian(), -3.0, 3.0);
    double coarse = random.nextInt(4) == 0 ? Math.rint(2 * normal) / 2 : normal;
    return switch (this) {
      case ANY -> 2 * coarse;
      case SMALL -> 0.4 * coarse;
      case UNIT -> 0.3 * coarse;
      case POSITIVE -> 0.2 + Math.abs(coarse);
      case ABOVE_ONE -> 1.2 + Math.abs(coarse);
      case AWAY -> coarse < 0 ? coarse - 0.3 : coarse + 0.3;
    };
  }

  private int drawInteger(Random random) {
    int positive = 1 + random.nextInt(9);
    return switch (this) {
      case POSITIVE -> positive;
      case ABOVE_ONE -> 1 + positive;
      case AWAY -> random.nextBoolean() ? positive : -positive;
      case SMALL, UNIT -> random.nextInt(3) - 1;
      case ANY -> random.nextInt(21) - 10;
    };
  }

  /** A tensor of elements inside. */
  Tensor draw(Random random, ElementType type, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      switch (type) {
        case FLOAT32 -> tensor.floats()[i] = (float) draw(random);
        case FLOAT64 -> tensor.doubles()[i] = draw(random);
        case INT32 -> tensor.ints()[i] = drawInteger(random);
        case INT64 -> tensor.longs()[i] = drawInteger(random);
        case INT16 -> tensor.shorts()[i] = (short) drawInteger(random);
        case INT8 -> tensor.bytes()[i] = (byte) drawInteger(random);
        case UINT8 -> tensor.bytes()[i] = (byte) (20 + drawInteger(random));
        case STRING -> tensor.strings()[i] = Integer.toString(drawInteger(random));
        default -> tensor.booleans()[i] = random.nextBoolean();
      }
    }
    return tensor;
  }
}
