package dev.vecurrent.internal.plan;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** Conversion of 16-bit floats at the boundary: inside a plan they are FLOAT32. */
final class HalfFloats {

  private HalfFloats() {}

  /** Fills a FLOAT32 tensor from one of 16-bit floats. */
  static void widen(Tensor from, Tensor to) {
    to.resizeLike(from);
    short[] bits = from.shorts();
    float[] floats = to.floats();
    boolean brain = from.type() == ElementType.BFLOAT16;
    for (int i = 0; i < from.size(); i++) {
      floats[i] = brain ? Float.intBitsToFloat(bits[i] << 16) : Float.float16ToFloat(bits[i]);
    }
  }

  /** Fills a tensor of 16-bit floats, rounding to nearest, ties to even. */
  static void narrow(Tensor from, Tensor to) {
    to.resizeLike(from);
    float[] floats = from.floats();
    short[] bits = to.shorts();
    boolean brain = to.type() == ElementType.BFLOAT16;
    for (int i = 0; i < from.size(); i++) {
      bits[i] = brain ? toBfloat16(floats[i]) : Float.floatToFloat16(floats[i]);
    }
  }

  private static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
  }

  /** The constant in its compute type: itself, or widened. */
  static Tensor computed(Tensor constant) {
    if (constant.type().computeType() == constant.type()) {
      return constant;
    }
    Tensor wide = Tensor.growable(ElementType.FLOAT32);
    widen(constant, wide);
    return wide;
  }
}
