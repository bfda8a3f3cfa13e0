package dev.vecurrent.internal.kernel;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vector width, fixed when the class is loaded. */
final class VectorWidth {

  /** 64, 128, 256 or 512: a width other than the machine's preferred one, for tests. */
  static final String BITS_PROPERTY = "dev.vecurrent.vectorBits";

  /** Floats in one vector (L). */
  static final int LANES = bits() / Float.SIZE;

  private VectorWidth() {}

  private static int bits() {
    Integer asked = Integer.getInteger(BITS_PROPERTY);
    return asked == null ? VectorShape.preferredShape().vectorBitSize() : asked;
  }

  /** Loaded by kernels alone: it brings a hundred classes. */
  static final class Floats {

    /** The species of every float kernel. */
    static final VectorSpecies<Float> F32 =
        VectorSpecies.of(float.class, VectorShape.forBitSize(LANES * Float.SIZE));

    private Floats() {}
  }
}
