package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * What follows the products of a step, over rows of the batch: passes of {@link VectorActivation}
 * and of arithmetic between them; {@link Kernels} says what they give together. Rows are whole
 * vectors, so there are no tails.
 */
final class VectorEpilogue {

  /** Floats of gates that stay in the first-level cache from pass to pass. */
  private static final int CHUNK = 4096;

  private VectorEpilogue() {}

  private static int chunk(int gates, int blocks) {
    return Math.max(1, CHUNK / (gates * blocks * LANES));
  }

  private static FloatVector at(float[] array, int at) {
    return FloatVector.fromArray(F32, array, at);
  }

  private static FloatVector flush(FloatVector state) {
    FloatVector tiny = FloatVector.broadcast(F32, FloatMath.FLUSH);
    return state.blend(FloatVector.broadcast(F32, 0f), state.abs().lt(tiny));
  }

  /** See {@link Kernels#lstm}. */
  static void lstm(
      float[] gates, int at, int stride, int rows, int blocks, float[] c, float[] h, int states) {
    int chunk = chunk(4, blocks);
    int block = 4 * LANES;
    for (int m = 0; m < rows; m += chunk) {
      int count = Math.min(chunk, rows - m);
      int x = at + m * stride;
      int u = m * states;
      VectorActivation.sigmoid(gates, x, stride, count, block, blocks, 3);
      int g = x + 3 * LANES;
      VectorActivation.tanh(gates, g, stride, block, gates, g, stride, block, count, blocks);
      lstmCells(gates, x, stride, count, blocks, c, u, states);
      VectorActivation.tanh(c, u, states, LANES, h, u, states, LANES, count, blocks);
      lstmHidden(gates, x + LANES, stride, count, blocks, h, u, states);
    }
  }

  /** {@code c ← f ⊙ c + i ⊙ g}. */
  private static void lstmCells(
      float[] gates, int at, int stride, int rows, int blocks, float[] c, int cAt, int states) {
    for (int m = 0; m < rows; m++) {
      for (int block = 0; block < blocks; block++) {
        int x = at + m * stride + block * 4 * LANES;
        int u = cAt + m * states + block * LANES;
        FloatVector ig = at(gates, x).mul(at(gates, x + 3 * LANES));
        flush(at(gates, x + 2 * LANES).fma(at(c, u), ig)).intoArray(c, u);
      }
    }
  }

  /** {@code h ← o ⊙ h}, where h holds tanh(c). */
  private static void lstmHidden(
      float[] gates, int oAt, int stride, int rows, int blocks, float[] h, int hAt, int states) {
    for (int m = 0; m < rows; m++) {
      for (int block = 0; block < blocks; block++) {
        int u = hAt + m * states + block * LANES;
        flush(at(gates, oAt + m * stride + block * 4 * LANES).mul(at(h, u))).intoArray(h, u);
      }
    }
  }

  /** See {@link Kernels#gruLinear}. */
  static void gruLinear(
      float[] x, int xAt, float[] r, int stride, int rows, int blocks, float[] h, int states) {
    int chunk = chunk(3, blocks);
    int block = 3 * LANES;
    for (int m = 0; m < rows; m += chunk) {
      int count = Math.min(chunk, rows - m);
      int from = xAt + m * stride;
      int share = m * stride;
      addGates(x, from, stride, r, share, stride, block, count, blocks);
      VectorActivation.sigmoid(x, from, stride, count, block, blocks, 2);
      addReset(x, from, r, share, stride, count, blocks);
      int n = from + 2 * LANES;
      VectorActivation.tanh(x, n, stride, block, x, n, stride, block, count, blocks);
      gruMix(x, from, stride, count, blocks, h, m * states, states);
    }
  }

  /** See {@link Kernels#gruReset}. */
  static void gruReset(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] h,
      float[] reset,
      int states) {
    int chunk = chunk(3, blocks);
    for (int m = 0; m < rows; m += chunk) {
      int count = Math.min(chunk, rows - m);
      int from = xAt + m * xStride;
      addGates(x, from, xStride, r, m * rStride, rStride, 2 * LANES, count, blocks);
      VectorActivation.sigmoid(x, from, xStride, count, 3 * LANES, blocks, 2);
      resetStates(x, from + LANES, xStride, count, blocks, h, reset, m * states, states);
    }
  }

  /** See {@link Kernels#gruUpdate}. */
  static void gruUpdate(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] h,
      int states) {
    int chunk = chunk(3, blocks);
    int block = 3 * LANES;
    for (int m = 0; m < rows; m += chunk) {
      int count = Math.min(chunk, rows - m);
      int from = xAt + m * xStride;
      int n = from + 2 * LANES;
      addCandidate(x, n, xStride, r, m * rStride, rStride, count, blocks);
      VectorActivation.tanh(x, n, xStride, block, x, n, xStride, block, count, blocks);
      gruMix(x, from, xStride, count, blocks, h, m * states, states);
    }
  }

  /** {@code x ← x + r} for gates z and r. */
  private static void addGates(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rAt,
      int rStride,
      int rBlock,
      int rows,
      int blocks) {
    for (int m = 0; m < rows; m++) {
      for (int block = 0; block < blocks; block++) {
        int to = xAt + m * xStride + block * 3 * LANES;
        int from = rAt + m * rStride + block * rBlock;
        at(x, to).add(at(r, from)).intoArray(x, to);
        at(x, to + LANES).add(at(r, from + LANES)).intoArray(x, to + LANES);
      }
    }
  }

  /** {@code x 2 ← x 2 + (gate r) ⊙ (r 2)}. */
  private static void addReset(
      float[] x, int xAt, float[] r, int rAt, int stride, int rows, int blocks) {
    for (int m = 0; m < rows; m++) {
      for (int block = 0; block < blocks; block++) {
        int to = xAt + m * stride + (block * 3 + 2) * LANES;
        FloatVector share = at(r, rAt + m * stride + (block * 3 + 2) * LANES);
        at(x, to - LANES).fma(share, at(x, to)).intoArray(x, to);
      }
    }
  }

  /** {@code x 2 ← x 2 + r}, r of one gate. */
  private static void addCandidate(
      float[] x, int xAt, int xStride, float[] r, int rAt, int rStride, int rows, int blocks) {
    for (int m = 0; m < rows; m++) {
      for (int block = 0; block < blocks; block++) {
        int to = xAt + m * xStride + block * 3 * LANES;
        at(x, to).add(at(r, rAt + m * rStride + block * LANES)).intoArray(x, to);
      }
    }
  }

  /** {@code reset ← (gate r) ⊙ h}. */
  private static void resetStates(
      float[] x,
      int rAt,
      int stride,
      int rows,
      int blocks,
      float[] h,
      float[] reset,
      int stateAt,
      int states) {
    for (int m = 0; m < rows; m++) {
      for (int block = 0; block < blocks; block++) {
        int u = stateAt + m * states + block * LANES;
        at(x, rAt + m * stride + block * 3 * LANES).mul(at(h, u)).intoArray(reset, u);
      }
    }
  }

  /** {@code h ← (1 - z) ⊙ n + z ⊙ h} from gates z and n. */
  private static void gruMix(
      float[] x, int at, int stride, int rows, int blocks, float[] h, int hAt, int states) {
    for (int m = 0; m < rows; m++) {
      for (int block = 0; block < blocks; block++) {
        int from = at + m * stride + block * 3 * LANES;
        int u = hAt + m * states + block * LANES;
        FloatVector z = at(x, from);
        FloatVector kept = FloatVector.broadcast(F32, 1f).sub(z).mul(at(x, from + 2 * LANES));
        flush(z.fma(at(h, u), kept)).intoArray(h, u);
      }
    }
  }
}
