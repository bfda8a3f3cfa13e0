package dev.vecurrent.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;

/** What vectors the machine has, beside the width that a test run asks for. */
public final class MachineVectors {

  private MachineVectors() {}

  /**
   * Whether this run uses a width that no machine like this one would choose: wider than its
   * registers, or 64 bits. C2 then keeps some vectors as objects, with the same bits and no speed.
   */
  public static boolean areForeign() {
    Integer bits = Integer.getInteger(VectorWidth.BITS_PROPERTY);
    return bits != null
        && (bits < VectorShape.S_128_BIT.vectorBitSize()
            || bits > FloatVector.SPECIES_PREFERRED.vectorBitSize());
  }
}
