package dev.vecurrent.bench.roofline;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Reads a working set in order, again and again, eight vectors at once. */
final class ReadProbe {

  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = F32.length();

  /** Floats that one pass of the loop reads. */
  private static final int BLOCK = 8 * LANES;

  /** Room for every alignment of 64 bytes. */
  static final int MARGIN = 16;

  private final float[] memory;
  private final int floats;

  /** A working set of about {@code bytes}, at least one block. */
  ReadProbe(long bytes) {
    floats = (int) (bytes(bytes) / 4);
    memory = new float[floats + MARGIN];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = i & 3;
    }
  }

  /** Bytes of one repetition over a working set of about {@code bytes}: whole blocks. */
  static long bytes(long bytes) {
    return 4L * BLOCK * Math.max(1, bytes / 4 / BLOCK);
  }

  /**
   * Reads; the result only keeps the work alive.
   *
   * @param offset float to start at, less than {@link #MARGIN}: which one lies on a cache line's
   *     boundary is up to the heap
   */
  float run(int offset, int repetitions) {
    return read(memory, offset, floats, repetitions);
  }

  private static float read(float[] from, int offset, int floats, int repetitions) {
    FloatVector a0 = FloatVector.zero(F32);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector a4 = a0;
    FloatVector a5 = a0;
    FloatVector a6 = a0;
    FloatVector a7 = a0;
    for (int repetition = 0; repetition < repetitions; repetition++) {
      for (int i = 0; i < floats; i += BLOCK) {
        int at = offset + i;
        a0 = a0.add(FloatVector.fromArray(F32, from, at));
        a1 = a1.add(FloatVector.fromArray(F32, from, at + LANES));
        a2 = a2.add(FloatVector.fromArray(F32, from, at + 2 * LANES));
        a3 = a3.add(FloatVector.fromArray(F32, from, at + 3 * LANES));
        a4 = a4.add(FloatVector.fromArray(F32, from, at + 4 * LANES));
        a5 = a5.add(FloatVector.fromArray(F32, from, at + 5 * LANES));
        a6 = a6.add(FloatVector.fromArray(F32, from, at + 6 * LANES));
        a7 = a7.add(FloatVector.fromArray(F32, from, at + 7 * LANES));
      }
    }
    return a0.add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).lane(0);
  }
}
