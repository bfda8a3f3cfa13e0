package dev.vecurrent.bench.roofline;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiply-adds from registers: independent chains, as many as hide the latency of one, with
 * registers left for both factors. Written {@code x.fma(w, acc)}: other orders of the operands copy
 * a register each time.
 */
final class FmaProbe {

  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;

  /** With 32 registers (512 bit) 16 chains; with 16 registers 12. */
  private static final boolean WIDE = F32.vectorBitSize() >= 512;

  private static final int CHAINS = WIDE ? 16 : 12;

  private FmaProbe() {}

  /** Multiplications and additions of one repetition. */
  static double flops() {
    return 2.0 * CHAINS * F32.length();
  }

  /** Runs; the result only keeps the work alive. */
  static float run(int repetitions) {
    return WIDE ? sixteen(repetitions, 0.5f) : twelve(repetitions, 0.5f);
  }

  private static float sixteen(int repetitions, float factor) {
    FloatVector x = FloatVector.broadcast(F32, factor);
    FloatVector w = FloatVector.broadcast(F32, 1 - factor);
    FloatVector a0 = FloatVector.broadcast(F32, 0);
    FloatVector a1 = FloatVector.broadcast(F32, 1);
    FloatVector a2 = FloatVector.broadcast(F32, 2);
    FloatVector a3 = FloatVector.broadcast(F32, 3);
    FloatVector a4 = FloatVector.broadcast(F32, 4);
    FloatVector a5 = FloatVector.broadcast(F32, 5);
    FloatVector a6 = FloatVector.broadcast(F32, 6);
    FloatVector a7 = FloatVector.broadcast(F32, 7);
    FloatVector a8 = FloatVector.broadcast(F32, 8);
    FloatVector a9 = FloatVector.broadcast(F32, 9);
    FloatVector a10 = FloatVector.broadcast(F32, 10);
    FloatVector a11 = FloatVector.broadcast(F32, 11);
    FloatVector a12 = FloatVector.broadcast(F32, 12);
    FloatVector a13 = FloatVector.broadcast(F32, 13);
    FloatVector a14 = FloatVector.broadcast(F32, 14);
    FloatVector a15 = FloatVector.broadcast(F32, 15);
    for (int i = 0; i < repetitions; i++) {
      a0 = x.fma(w, a0);
      a1 = x.fma(w, a1);
      a2 = x.fma(w, a2);
      a3 = x.fma(w, a3);
      a4 = x.fma(w, a4);
      a5 = x.fma(w, a5);
      a6 = x.fma(w, a6);
      a7 = x.fma(w, a7);
      a8 = x.fma(w, a8);
      a9 = x.fma(w, a9);
      a10 = x.fma(w, a10);
      a11 = x.fma(w, a11);
      a12 = x.fma(w, a12);
      a13 = x.fma(w, a13);
      a14 = x.fma(w, a14);
      a15 = x.fma(w, a15);
    }
    FloatVector low = a0.add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7);
    FloatVector high = a8.add(a9).add(a10).add(a11).add(a12).add(a13).add(a14).add(a15);
    return low.add(high).lane(0);
  }

  private static float twelve(int repetitions, float factor) {
    FloatVector x = FloatVector.broadcast(F32, factor);
    FloatVector w = FloatVector.broadcast(F32, 1 - factor);
    FloatVector a0 = FloatVector.broadcast(F32, 0);
    FloatVector a1 = FloatVector.broadcast(F32, 1);
    FloatVector a2 = FloatVector.broadcast(F32, 2);
    FloatVector a3 = FloatVector.broadcast(F32, 3);
    FloatVector a4 = FloatVector.broadcast(F32, 4);
    FloatVector a5 = FloatVector.broadcast(F32, 5);
    FloatVector a6 = FloatVector.broadcast(F32, 6);
    FloatVector a7 = FloatVector.broadcast(F32, 7);
    FloatVector a8 = FloatVector.broadcast(F32, 8);
    FloatVector a9 = FloatVector.broadcast(F32, 9);
    FloatVector a10 = FloatVector.broadcast(F32, 10);
    FloatVector a11 = FloatVector.broadcast(F32, 11);
    for (int i = 0; i < repetitions; i++) {
      a0 = x.fma(w, a0);
      a1 = x.fma(w, a1);
      a2 = x.fma(w, a2);
      a3 = x.fma(w, a3);
      a4 = x.fma(w, a4);
      a5 = x.fma(w, a5);
      a6 = x.fma(w, a6);
      a7 = x.fma(w, a7);
      a8 = x.fma(w, a8);
      a9 = x.fma(w, a9);
      a10 = x.fma(w, a10);
      a11 = x.fma(w, a11);
    }
    FloatVector low = a0.add(a1).add(a2).add(a3).add(a4).add(a5);
    return low.add(a6).add(a7).add(a8).add(a9).add(a10).add(a11).lane(0);
  }
}
