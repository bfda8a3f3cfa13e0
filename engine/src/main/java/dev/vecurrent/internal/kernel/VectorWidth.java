package dev.vecurrent.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vector width, fixed when the class is loaded. */
final class VectorWidth {

  /** 64, 128, 256 or 512: a width other than the machine's preferred one, for tests. */
  static final String BITS_PROPERTY = "dev.vecurrent.vectorBits";

  /** The species of every float kernel. */
  static final VectorSpecies<Float> F32 =
      Integer.getInteger(BITS_PROPERTY) == null
          ? FloatVector.SPECIES_PREFERRED
          : VectorSpecies.of(
              float.class, VectorShape.forBitSize(Integer.getInteger(BITS_PROPERTY)));

  /** Floats in one vector (L). */
  static final int LANES = F32.length();

  private VectorWidth() {}
}
