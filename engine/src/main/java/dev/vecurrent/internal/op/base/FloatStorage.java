package dev.vecurrent.internal.op.base;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** Conversion between FLOAT32 and the 16-bit floats, which are storage only. */
public final class FloatStorage {

  private FloatStorage() {}

  /** Fills a FLOAT32 tensor from one of 16-bit floats. */
  public static void widen(Tensor from, Tensor to) {
    to.resizeLike(from);
    short[] bits = from.shorts();
    float[] floats = to.floats();
    boolean brain = from.type() == ElementType.BFLOAT16;
    for (int i = 0; i < from.size(); i++) {
      floats[i] = brain ? Float.intBitsToFloat(bits[i] << 16) : Float.float16ToFloat(bits[i]);
    }
  }

  /** Fills a tensor of 16-bit floats from FLOAT32, rounding to nearest, ties to even. */
  public static void narrow(Tensor from, Tensor to) {
    to.resizeLike(from);
    float[] floats = from.floats();
    short[] bits = to.shorts();
    boolean brain = to.type() == ElementType.BFLOAT16;
    for (int i = 0; i < from.size(); i++) {
      bits[i] = brain ? bfloat16(floats[i]) : Float.floatToFloat16(floats[i]);
    }
  }

  /** The tensor in its compute type: itself, or widened. */
  public static Tensor widened(Tensor tensor) {
    if (tensor.type().computeType() == tensor.type()) {
      return tensor;
    }
    Tensor wide = Tensor.growable(ElementType.FLOAT32);
    widen(tensor, wide);
    return wide;
  }

  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
  }
}
