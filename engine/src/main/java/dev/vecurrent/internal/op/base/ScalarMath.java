package dev.vecurrent.internal.op.base;

/** Roundings and double functions with the same bits on every machine. */
public final class ScalarMath {

  private ScalarMath() {}

  /** {@code 1 / (1 + exp(-x))}, without loss in either tail. */
  public static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /** A float rounded to the nearest binary16, ties to even. */
  public static float roundToFloat16(float x) {
    return Float.float16ToFloat(Float.floatToFloat16(x));
  }

  /** A float rounded to the nearest bfloat16, ties to even. */
  public static float roundToBfloat16(float x) {
    if (Float.isNaN(x)) {
      return x;
    }
    int bits = Float.floatToRawIntBits(x);
    int rounded = bits + 0x7fff + (bits >>> 16 & 1);
    return Float.intBitsToFloat(rounded & 0xffff0000);
  }
}
