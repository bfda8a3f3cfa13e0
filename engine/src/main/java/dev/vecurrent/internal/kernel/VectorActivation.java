package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.FloatMath.FLUSH;
import static dev.vecurrent.internal.kernel.FloatMath.LEAST_DOUBLED;
import static dev.vecurrent.internal.kernel.FloatMath.LEAST_EXPONENT;
import static dev.vecurrent.internal.kernel.FloatMath.LN2_HIGH;
import static dev.vecurrent.internal.kernel.FloatMath.LN2_LOW;
import static dev.vecurrent.internal.kernel.FloatMath.LOG2_E;
import static dev.vecurrent.internal.kernel.FloatMath.Q0;
import static dev.vecurrent.internal.kernel.FloatMath.Q1;
import static dev.vecurrent.internal.kernel.FloatMath.Q2;
import static dev.vecurrent.internal.kernel.FloatMath.Q3;
import static dev.vecurrent.internal.kernel.FloatMath.Q4;
import static dev.vecurrent.internal.kernel.FloatMath.ROUND_BIASED;
import static dev.vecurrent.internal.kernel.FloatMath.ROUND_ONE;
import static dev.vecurrent.internal.kernel.FloatMath.SIGN;
import static dev.vecurrent.internal.kernel.FloatMath.UNBIAS;
import static dev.vecurrent.internal.kernel.VectorWidth.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector twin of {@link FloatMath}'s sigmoid and tanh over rows of blocks: the same operations
 * in the same order, lane by lane.
 *
 * <p>Two things about C2 shape these methods. It stops inlining at a number of nodes that two
 * activations in one compiled method exceed, and then boxes vectors; a method of more than 325
 * bytecodes is never inlined, so each activation is written out once, in a method longer than that
 * ({@code KernelSizeTest} counts). And it loads a vector kept in a static final field again after
 * every store to an array of floats, which might be the vector's own storage, but keeps a broadcast
 * local in a register: constants are broadcast before the loops (measured: half the time).
 */
final class VectorActivation {

  private static final VectorSpecies<Integer> I32 = VectorSpecies.of(int.class, F32.vectorShape());

  private VectorActivation() {}

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(F32, value);
  }

  /**
   * {@code σ} of the first {@code vectors} vectors of each block, in place.
   *
   * @param x holds the rows
   * @param at the first block of the first row
   * @param rowStride from row to row
   * @param rows rows
   * @param blockStride from block to block
   * @param blocks blocks of a row
   * @param vectors vectors of a block
   */
  static void sigmoid(
      float[] x, int at, int rowStride, int rows, int blockStride, int blocks, int vectors) {
    FloatVector zero = constant(0f);
    FloatVector one = constant(1f);
    FloatVector least = constant(LEAST_EXPONENT);
    FloatVector log2e = constant(LOG2_E);
    FloatVector round = constant(ROUND_BIASED);
    FloatVector minusLn2High = constant(-LN2_HIGH);
    FloatVector minusLn2Low = constant(-LN2_LOW);
    FloatVector q0 = constant(Q0);
    FloatVector q1 = constant(Q1);
    FloatVector q2 = constant(Q2);
    FloatVector q3 = constant(Q3);
    FloatVector q4 = constant(Q4);
    FloatVector unbias = constant(UNBIAS);
    IntVector sign = IntVector.broadcast(I32, SIGN);
    for (int m = 0; m < rows; m++) {
      for (int block = 0; block < blocks; block++) {
        int blockAt = at + m * rowStride + block * blockStride;
        for (int vector = 0; vector < vectors; vector++) {
          int vectorAt = blockAt + vector * LANES;
          FloatVector gate = FloatVector.fromArray(F32, x, vectorAt);
          FloatVector y = gate.reinterpretAsInts().or(sign).reinterpretAsFloats();
          y = y.blend(least, y.lt(least));
          FloatVector t = y.fma(log2e, round);
          FloatVector n = t.sub(round);
          FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, y));
          FloatVector q = r.fma(r.fma(r.fma(r.fma(q4, q3), q2), q1), q0);
          FloatVector p = r.mul(r).fma(q, r);
          IntVector exponent = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
          FloatVector scale = exponent.reinterpretAsFloats();
          FloatVector e = scale.fma(p, scale).mul(unbias);
          one.blend(e, gate.lt(zero)).div(one.add(e)).intoArray(x, vectorAt);
        }
      }
    }
  }

  /**
   * {@code tanh} of one vector of each block.
   *
   * @param from holds the arguments
   * @param fromAt the vector of the first block of the first row
   * @param fromRow from row to row
   * @param fromBlock from block to block
   * @param to receives the values; may be {@code from} at the same places
   * @param toAt the vector of the first block of the first row
   * @param toRow from row to row
   * @param toBlock from block to block
   * @param rows rows
   * @param blocks blocks of a row
   * @param flush whether values closer to zero than {@link FloatMath#FLUSH} become zero
   */
  static void tanh(
      float[] from,
      int fromAt,
      int fromRow,
      int fromBlock,
      float[] to,
      int toAt,
      int toRow,
      int toBlock,
      int rows,
      int blocks,
      boolean flush) {
    FloatVector zero = constant(0f);
    FloatVector one = constant(1f);
    FloatVector two = constant(2f);
    FloatVector tiny = constant(flush ? FLUSH : 0f);
    FloatVector least = constant(LEAST_DOUBLED);
    FloatVector log2e = constant(LOG2_E);
    FloatVector round = constant(ROUND_ONE);
    FloatVector minusLn2High = constant(-LN2_HIGH);
    FloatVector minusLn2Low = constant(-LN2_LOW);
    FloatVector q0 = constant(Q0);
    FloatVector q1 = constant(Q1);
    FloatVector q2 = constant(Q2);
    FloatVector q3 = constant(Q3);
    FloatVector q4 = constant(Q4);
    IntVector sign = IntVector.broadcast(I32, SIGN);
    for (int m = 0; m < rows; m++) {
      for (int block = 0; block < blocks; block++) {
        FloatVector x = FloatVector.fromArray(F32, from, fromAt + m * fromRow + block * fromBlock);
        IntVector bits = x.reinterpretAsInts();
        FloatVector y = bits.or(sign).reinterpretAsFloats().mul(two);
        y = y.blend(least, y.lt(least));
        FloatVector t = y.fma(log2e, round);
        FloatVector n = t.sub(round);
        FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, y));
        FloatVector q = r.fma(r.fma(r.fma(r.fma(q4, q3), q2), q1), q0);
        FloatVector p = r.mul(r).fma(q, r);
        IntVector exponent = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector scale = exponent.reinterpretAsFloats();
        FloatVector e = scale.fma(p, scale.sub(one));
        FloatVector magnitude = e.div(e.add(two)).abs();
        magnitude
            .reinterpretAsInts()
            .or(bits.and(sign))
            .reinterpretAsFloats()
            .blend(zero, magnitude.lt(tiny))
            .intoArray(to, toAt + m * toRow + block * toBlock);
      }
    }
  }
}
