package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.FloatMath.LEAST_EXPONENT;
import static dev.vecurrent.internal.kernel.FloatMath.LEAST_TANH;
import static dev.vecurrent.internal.kernel.FloatMath.LN2_HIGH;
import static dev.vecurrent.internal.kernel.FloatMath.LN2_LOW;
import static dev.vecurrent.internal.kernel.FloatMath.LOG2_E;
import static dev.vecurrent.internal.kernel.FloatMath.P0;
import static dev.vecurrent.internal.kernel.FloatMath.P1;
import static dev.vecurrent.internal.kernel.FloatMath.P2;
import static dev.vecurrent.internal.kernel.FloatMath.P3;
import static dev.vecurrent.internal.kernel.FloatMath.P4;
import static dev.vecurrent.internal.kernel.FloatMath.P5;
import static dev.vecurrent.internal.kernel.FloatMath.Q0;
import static dev.vecurrent.internal.kernel.FloatMath.Q1;
import static dev.vecurrent.internal.kernel.FloatMath.Q2;
import static dev.vecurrent.internal.kernel.FloatMath.Q3;
import static dev.vecurrent.internal.kernel.FloatMath.Q4;
import static dev.vecurrent.internal.kernel.FloatMath.ROUND_BIASED;
import static dev.vecurrent.internal.kernel.FloatMath.ROUND_ONE;
import static dev.vecurrent.internal.kernel.FloatMath.SIGN;
import static dev.vecurrent.internal.kernel.FloatMath.UNBIAS;
import static dev.vecurrent.internal.kernel.VectorWidth.Floats.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

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

  private static final float[] NONE = {};

  private VectorActivation() {}

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
    if (x.length == 0) {
      return;
    }
    FloatVector zero = FloatVector.broadcast(F32, 0f);
    FloatVector one = FloatVector.broadcast(F32, 1f);
    FloatVector least = FloatVector.broadcast(F32, LEAST_EXPONENT);
    FloatVector log2e = FloatVector.broadcast(F32, LOG2_E);
    FloatVector round = FloatVector.broadcast(F32, ROUND_BIASED);
    FloatVector minusLn2High = FloatVector.broadcast(F32, -LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(F32, -LN2_LOW);
    FloatVector q0 = FloatVector.broadcast(F32, Q0);
    FloatVector q1 = FloatVector.broadcast(F32, Q1);
    FloatVector q2 = FloatVector.broadcast(F32, Q2);
    FloatVector q3 = FloatVector.broadcast(F32, Q3);
    FloatVector q4 = FloatVector.broadcast(F32, Q4);
    FloatVector unbias = FloatVector.broadcast(F32, UNBIAS);
    for (int m = 0; m < rows; m++) {
      for (int vector = 0; vector < vectors; vector++) {
        int rowAt = at + m * rowStride + vector * LANES;
        for (int block = 0; block < blocks; block++) {
          int vectorAt = rowAt + block * blockStride;
          FloatVector gate = FloatVector.fromArray(F32, x, vectorAt);
          FloatVector y = gate.reinterpretAsInts().or(SIGN).reinterpretAsFloats();
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
      int blocks) {
    if (from.length == 0) {
      return;
    }
    FloatVector one = FloatVector.broadcast(F32, 1f);
    FloatVector two = FloatVector.broadcast(F32, 2f);
    FloatVector least = FloatVector.broadcast(F32, LEAST_TANH);
    FloatVector twoLog2e = FloatVector.broadcast(F32, 2 * LOG2_E);
    FloatVector round = FloatVector.broadcast(F32, ROUND_ONE);
    FloatVector p0 = FloatVector.broadcast(F32, P0);
    FloatVector p1 = FloatVector.broadcast(F32, P1);
    FloatVector p2 = FloatVector.broadcast(F32, P2);
    FloatVector p3 = FloatVector.broadcast(F32, P3);
    FloatVector p4 = FloatVector.broadcast(F32, P4);
    FloatVector p5 = FloatVector.broadcast(F32, P5);
    for (int m = 0; m < rows; m++) {
      for (int block = 0; block < blocks; block++) {
        FloatVector x = FloatVector.fromArray(F32, from, fromAt + m * fromRow + block * fromBlock);
        IntVector bits = x.reinterpretAsInts();
        FloatVector y = bits.or(SIGN).reinterpretAsFloats();
        y = y.blend(least, y.lt(least));
        FloatVector t = y.fma(twoLog2e, round);
        FloatVector r = y.fma(twoLog2e, round.sub(t));
        FloatVector p = r.fma(r.fma(r.fma(r.fma(p5, p4), p3), p2), p1);
        p = r.mul(r.fma(p, p0));
        IntVector exponent = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector scale = exponent.reinterpretAsFloats();
        FloatVector e = scale.fma(p, scale.sub(one));
        IntVector magnitude = e.div(e.add(two)).reinterpretAsInts().and(~SIGN);
        FloatVector value = magnitude.or(bits.and(SIGN)).reinterpretAsFloats();
        value.intoArray(to, toAt + m * toRow + block * toBlock);
      }
    }
  }

  /** Enters the loops with nothing to do. */
  static void enter() {
    sigmoid(NONE, 0, 0, 0, 0, 0, 0);
    tanh(NONE, 0, 0, 0, NONE, 0, 0, 0, 0, 0);
  }
}
