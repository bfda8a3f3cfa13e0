package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What follows the products of a step, for one row of the batch: see the methods of {@link Kernels} with the same
 * names. Rows are whole vectors, so there are no tails.
 *
 * <p>No loop body inlines more than two activations: with five, C2 reaches its limit of nodes for inlining
 * and leaves calls that box vectors.
 */
final class VectorEpilogue {

  private VectorEpilogue() {}

  /** Gates i, o and f of every block through σ, in place. */
  static void lstmGates(float[] gates, int gatesAt, int blocks) {
    for (int block = 0; block < blocks; block++) {
      int at = gatesAt + block * 4 * LANES;
      for (int end = at + 3 * LANES; at < end; at += LANES) {
        VectorMath.sigmoid(FloatVector.fromArray(F32, gates, at)).intoArray(gates, at);
      }
    }
  }

  /** The cell and hidden states from gates that {@link #lstmGates} has left. */
  static void lstmStates(
      float[] gates, int gatesAt, int blocks, float[] c, float[] h, int stateAt) {
    for (int block = 0; block < blocks; block++) {
      int at = gatesAt + block * 4 * LANES;
      int unitsAt = stateAt + block * LANES;
      FloatVector i = FloatVector.fromArray(F32, gates, at);
      FloatVector o = FloatVector.fromArray(F32, gates, at + LANES);
      FloatVector f = FloatVector.fromArray(F32, gates, at + 2 * LANES);
      FloatVector g = VectorMath.tanh(FloatVector.fromArray(F32, gates, at + 3 * LANES));
      FloatVector next =
          VectorMath.flush(f.fma(FloatVector.fromArray(F32, c, unitsAt), i.mul(g)));
      next.intoArray(c, unitsAt);
      VectorMath.flush(o.mul(VectorMath.tanh(next))).intoArray(h, unitsAt);
    }
  }

  static void gruLinear(
      float[] x, int xAt, float[] r, int rAt, int blocks, float[] h, int stateAt) {
    for (int block = 0; block < blocks; block++) {
      int at = block * 3 * LANES;
      for (int end = at + 2 * LANES; at < end; at += LANES) {
        FloatVector gate =
            FloatVector.fromArray(F32, x, xAt + at).add(FloatVector.fromArray(F32, r, rAt + at));
        VectorMath.sigmoid(gate).intoArray(x, xAt + at);
      }
    }
    for (int block = 0; block < blocks; block++) {
      int at = block * 3 * LANES;
      FloatVector z = FloatVector.fromArray(F32, x, xAt + at);
      FloatVector reset = FloatVector.fromArray(F32, x, xAt + at + LANES);
      FloatVector n =
          VectorMath.tanh(
              reset.fma(
                  FloatVector.fromArray(F32, r, rAt + at + 2 * LANES),
                  FloatVector.fromArray(F32, x, xAt + at + 2 * LANES)));
      mix(z, n, h, stateAt + block * LANES);
    }
  }

  static void gruReset(
      float[] x, int xAt, float[] r, int rAt, int blocks, float[] h, float[] reset, int stateAt) {
    for (int block = 0; block < blocks; block++) {
      int gateAt = xAt + block * 3 * LANES;
      int at = rAt + block * 2 * LANES;
      int unitsAt = stateAt + block * LANES;
      VectorMath.sigmoid(
              FloatVector.fromArray(F32, x, gateAt).add(FloatVector.fromArray(F32, r, at)))
          .intoArray(x, gateAt);
      VectorMath.sigmoid(
              FloatVector.fromArray(F32, x, gateAt + LANES)
                  .add(FloatVector.fromArray(F32, r, at + LANES)))
          .mul(FloatVector.fromArray(F32, h, unitsAt))
          .intoArray(reset, unitsAt);
    }
  }

  static void gruUpdate(
      float[] x, int xAt, float[] r, int rAt, int blocks, float[] h, int stateAt) {
    for (int block = 0; block < blocks; block++) {
      int gateAt = xAt + block * 3 * LANES;
      FloatVector z = FloatVector.fromArray(F32, x, gateAt);
      FloatVector n =
          VectorMath.tanh(
              FloatVector.fromArray(F32, x, gateAt + 2 * LANES)
                  .add(FloatVector.fromArray(F32, r, rAt + block * LANES)));
      mix(z, n, h, stateAt + block * LANES);
    }
  }

  /** {@code h ← (1 - z) ⊙ n + z ⊙ h}. */
  private static void mix(FloatVector z, FloatVector n, float[] h, int at) {
    FloatVector kept = FloatVector.broadcast(F32, 1f).sub(z).mul(n);
    VectorMath.flush(z.fma(FloatVector.fromArray(F32, h, at), kept)).intoArray(h, at);
  }

  static void rnnTanh(float[] gates, int gatesAt, int size, float[] h, int stateAt) {
    for (int j = 0; j < size; j += LANES) {
      VectorMath.flush(VectorMath.tanh(FloatVector.fromArray(F32, gates, gatesAt + j)))
          .intoArray(h, stateAt + j);
    }
  }

  static void rnnRelu(float[] gates, int gatesAt, int size, float[] h, int stateAt) {
    for (int j = 0; j < size; j += LANES) {
      FloatVector gate = FloatVector.fromArray(F32, gates, gatesAt + j);
      VectorMath.flush(gate.blend(0f, gate.compare(VectorOperators.LT, 0f)))
          .intoArray(h, stateAt + j);
    }
  }
}
