package dev.vecurrent.internal.op.random;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.ScalarMath;
import dev.vecurrent.internal.random.RandomStream;
import dev.vecurrent.tensor.ElementType;

/** A distribution of real numbers with its parameters. */
sealed interface Distribution permits Distribution.Normal, Distribution.Uniform {

  /** The work of a number. */
  int DRAW = 64;

  /** Attributes {@code mean} and {@code scale}, which is the standard deviation. */
  static Distribution normal(NodeReader reader) {
    return new Normal(finite(reader, "mean", 0), finite(reader, "scale", 1));
  }

  /** Attributes {@code low} and {@code high}. */
  static Distribution uniform(NodeReader reader) {
    return new Uniform(finite(reader, "low", 0), finite(reader, "high", 1));
  }

  private static float finite(NodeReader reader, String name, float otherwise) {
    float value = reader.number(name, otherwise);
    if (!Float.isFinite(value)) {
      reader.refuse(name, Float.toString(value), "expected a finite number");
    }
    return value;
  }

  /** Draws a number that is rounded to a type. */
  double draw(RandomStream random, ElementType type);

  /** A number rounded to a type of at most 32 bits. */
  static float rounded(ElementType type, double value) {
    return switch (type) {
      case FLOAT16 -> ScalarMath.roundToFloat16((float) value);
      case BFLOAT16 -> ScalarMath.roundToBfloat16((float) value);
      default -> (float) value;
    };
  }

  /** {@code mean + scale * z}, computed in double and rounded to the type. */
  record Normal(float mean, float scale) implements Distribution {

    @Override
    public double draw(RandomStream random, ElementType type) {
      double value = Math.fma((double) scale, random.normal(), mean);
      return type == ElementType.FLOAT64 ? value : rounded(type, value);
    }
  }

  /**
   * {@code low + (high - low) * u}, computed in double and rounded to the type; {@code u} has as
   * many bits as the type. The result is never {@code high}, unless that is {@code low}.
   */
  record Uniform(float low, float high) implements Distribution {

    @Override
    public double draw(RandomStream random, ElementType type) {
      double width = (double) high - low;
      if (type == ElementType.FLOAT64) {
        double value = Math.fma(width, random.uniform(), low);
        return value == high && width != 0 ? Math.nextAfter(value, low) : value;
      }
      int bits = type == ElementType.FLOAT32 ? 24 : type == ElementType.FLOAT16 ? 11 : 8;
      double unit = (random.word() >>> (Integer.SIZE - bits)) * (1.0 / (1 << bits));
      float value = rounded(type, Math.fma(width, unit, low));
      boolean outside = width > 0 ? value >= high : width < 0 && value <= high;
      return outside ? neighbour(type, value) : value;
    }

    /** The next value of a type in the direction of {@code low}. */
    private float neighbour(ElementType type, float value) {
      if (type == ElementType.FLOAT32) {
        return Math.nextAfter(value, low);
      }
      boolean half = type == ElementType.FLOAT16;
      int bits =
          half ? Float.floatToFloat16(value) & 0xffff : Float.floatToRawIntBits(value) >>> 16;
      int next;
      if (value == 0) {
        next = low < value ? 0x8001 : 1;
      } else {
        next = (low > value) == (value > 0) ? bits + 1 : bits - 1;
      }
      return half ? Float.float16ToFloat((short) next) : Float.intBitsToFloat(next << 16);
    }
  }
}
