package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.Floats.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import dev.vecurrent.internal.Nullable;
import jdk.incubator.vector.FloatVector;

/**
 * What follows the products of a step, over rows of the batch: passes of {@link VectorActivation}
 * and of arithmetic between them; {@link StepKind} says what they give together. Rows are whole
 * vectors, so there are no tails.
 *
 * <p>The arithmetic stands in one method for each kind of step, which is thereby too long to be
 * inlined: see {@link VectorActivation} for why that matters.
 */
final class VectorEpilogue extends StepEpilogue {

  /** Floats of gates that stay in the first-level cache from pass to pass. */
  private static final int CHUNK = 4096;

  private final StepKind kind;

  VectorEpilogue(StepKind kind) {
    this.kind = kind;
  }

  @Override
  public void run(StepRows rows, int count) {
    float[] x = rows.x;
    int at = rows.xAt;
    int stride = rows.xStride;
    float[] h = rows.h;
    int states = rows.stateStride;
    int blocks = rows.blocks;
    switch (kind) {
      case LSTM -> lstm(x, at, stride, count, blocks, rows.c, h, states);
      case GRU_LINEAR -> gruLinear(x, at, rows.r, stride, count, blocks, h, states);
      case GRU_RESET ->
          gru(x, at, stride, rows.r, rows.rStride, count, blocks, h, rows.reset, states);
      case GRU_UPDATE -> gru(x, at, stride, rows.r, rows.rStride, count, blocks, h, null, states);
      case RNN_TANH -> rnnTanh(x, at, stride, count, blocks * LANES, h, states);
      case RNN_RELU -> rnnRelu(x, at, stride, count, blocks * LANES, h, states);
    }
  }

  private static int chunk(int gates, int blocks) {
    return blocks == 0 ? 1 : Math.max(1, CHUNK / (gates * blocks * LANES));
  }

  /** See {@link StepKind#LSTM}. */
  private static void lstm(
      float[] gates, int at, int stride, int rows, int blocks, float[] c, float[] h, int states) {
    if (gates.length == 0) {
      return;
    }
    FloatVector zero = FloatVector.broadcast(F32, 0f);
    FloatVector tiny = FloatVector.broadcast(F32, FloatMath.FLUSH);
    int chunk = chunk(4, blocks);
    int size = 4 * LANES;
    for (int from = 0; from < rows; from += chunk) {
      int count = Math.min(chunk, rows - from);
      int x = at + from * stride;
      int u = from * states;
      VectorActivation.sigmoid(gates, x, stride, count, size, blocks, 3);
      int g = x + 3 * LANES;
      VectorActivation.tanh(gates, g, stride, size, gates, g, stride, size, count, blocks);
      // c ← f ⊙ c + i ⊙ g
      for (int m = 0; m < count; m++) {
        for (int block = 0; block < blocks; block++) {
          int gate = x + m * stride + block * size;
          int unit = u + m * states + block * LANES;
          FloatVector ig =
              FloatVector.fromArray(F32, gates, gate)
                  .mul(FloatVector.fromArray(F32, gates, gate + 3 * LANES));
          FloatVector next =
              FloatVector.fromArray(F32, gates, gate + 2 * LANES)
                  .fma(FloatVector.fromArray(F32, c, unit), ig);
          next.blend(zero, next.abs().lt(tiny)).intoArray(c, unit);
        }
      }
      VectorActivation.tanh(c, u, states, LANES, h, u, states, LANES, count, blocks);
      // h ← o ⊙ h, where h holds tanh(c)
      for (int m = 0; m < count; m++) {
        for (int block = 0; block < blocks; block++) {
          int gate = x + m * stride + block * size;
          int unit = u + m * states + block * LANES;
          FloatVector next =
              FloatVector.fromArray(F32, gates, gate + LANES)
                  .mul(FloatVector.fromArray(F32, h, unit));
          next.blend(zero, next.abs().lt(tiny)).intoArray(h, unit);
        }
      }
    }
  }

  /** See {@link StepKind#GRU_LINEAR}. */
  private static void gruLinear(
      float[] x, int xAt, float[] r, int stride, int rows, int blocks, float[] h, int states) {
    if (x.length == 0) {
      return;
    }
    FloatVector zero = FloatVector.broadcast(F32, 0f);
    FloatVector one = FloatVector.broadcast(F32, 1f);
    FloatVector tiny = FloatVector.broadcast(F32, FloatMath.FLUSH);
    int chunk = chunk(3, blocks);
    int size = 3 * LANES;
    for (int from = 0; from < rows; from += chunk) {
      int count = Math.min(chunk, rows - from);
      int to = xAt + from * stride;
      int share = from * stride;
      // gates z and r ← x + r
      for (int m = 0; m < count; m++) {
        for (int block = 0; block < blocks; block++) {
          int gate = to + m * stride + block * size;
          int own = share + m * stride + block * size;
          FloatVector.fromArray(F32, x, gate)
              .add(FloatVector.fromArray(F32, r, own))
              .intoArray(x, gate);
          FloatVector.fromArray(F32, x, gate + LANES)
              .add(FloatVector.fromArray(F32, r, own + LANES))
              .intoArray(x, gate + LANES);
        }
      }
      VectorActivation.sigmoid(x, to, stride, count, size, blocks, 2);
      // gate 2 ← x 2 + (gate r) ⊙ (r 2)
      int n = to + 2 * LANES;
      for (int m = 0; m < count; m++) {
        for (int block = 0; block < blocks; block++) {
          int gate = n + m * stride + block * size;
          FloatVector own =
              FloatVector.fromArray(F32, r, share + m * stride + block * size + 2 * LANES);
          FloatVector.fromArray(F32, x, gate - LANES)
              .fma(own, FloatVector.fromArray(F32, x, gate))
              .intoArray(x, gate);
        }
      }
      VectorActivation.tanh(x, n, stride, size, x, n, stride, size, count, blocks);
      // h ← (1 - z) ⊙ n + z ⊙ h
      for (int m = 0; m < count; m++) {
        for (int block = 0; block < blocks; block++) {
          int gate = to + m * stride + block * size;
          int unit = (from + m) * states + block * LANES;
          FloatVector z = FloatVector.fromArray(F32, x, gate);
          FloatVector kept = one.sub(z).mul(FloatVector.fromArray(F32, x, gate + 2 * LANES));
          FloatVector next = z.fma(FloatVector.fromArray(F32, h, unit), kept);
          next.blend(zero, next.abs().lt(tiny)).intoArray(h, unit);
        }
      }
    }
  }

  /** {@link StepKind#GRU_RESET} where there is reset, else {@link StepKind#GRU_UPDATE}. */
  private static void gru(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] h,
      float @Nullable [] reset,
      int states) {
    if (x.length == 0) {
      return;
    }
    FloatVector zero = FloatVector.broadcast(F32, 0f);
    FloatVector one = FloatVector.broadcast(F32, 1f);
    FloatVector tiny = FloatVector.broadcast(F32, FloatMath.FLUSH);
    int chunk = chunk(3, blocks);
    int size = 3 * LANES;
    for (int from = 0; from < rows; from += chunk) {
      int count = Math.min(chunk, rows - from);
      int to = xAt + from * xStride;
      if (reset != null) {
        // gates z and r ← x + r
        for (int m = 0; m < count; m++) {
          for (int block = 0; block < blocks; block++) {
            int gate = to + m * xStride + block * size;
            int own = (from + m) * rStride + block * 2 * LANES;
            FloatVector.fromArray(F32, x, gate)
                .add(FloatVector.fromArray(F32, r, own))
                .intoArray(x, gate);
            FloatVector.fromArray(F32, x, gate + LANES)
                .add(FloatVector.fromArray(F32, r, own + LANES))
                .intoArray(x, gate + LANES);
          }
        }
        VectorActivation.sigmoid(x, to, xStride, count, size, blocks, 2);
        // reset ← (gate r) ⊙ h
        for (int m = 0; m < count; m++) {
          for (int block = 0; block < blocks; block++) {
            int unit = (from + m) * states + block * LANES;
            FloatVector gate =
                FloatVector.fromArray(F32, x, to + m * xStride + block * size + LANES);
            gate.mul(FloatVector.fromArray(F32, h, unit)).intoArray(reset, unit);
          }
        }
        continue;
      }
      // gate 2 ← x 2 + r
      int n = to + 2 * LANES;
      for (int m = 0; m < count; m++) {
        for (int block = 0; block < blocks; block++) {
          int gate = n + m * xStride + block * size;
          FloatVector.fromArray(F32, x, gate)
              .add(FloatVector.fromArray(F32, r, (from + m) * rStride + block * LANES))
              .intoArray(x, gate);
        }
      }
      VectorActivation.tanh(x, n, xStride, size, x, n, xStride, size, count, blocks);
      // h ← (1 - z) ⊙ n + z ⊙ h
      for (int m = 0; m < count; m++) {
        for (int block = 0; block < blocks; block++) {
          int gate = to + m * xStride + block * size;
          int unit = (from + m) * states + block * LANES;
          FloatVector z = FloatVector.fromArray(F32, x, gate);
          FloatVector kept = one.sub(z).mul(FloatVector.fromArray(F32, x, gate + 2 * LANES));
          FloatVector next = z.fma(FloatVector.fromArray(F32, h, unit), kept);
          next.blend(zero, next.abs().lt(tiny)).intoArray(h, unit);
        }
      }
    }
  }

  /** See {@link StepKind#RNN_TANH}; eight vectors at a time, then one. */
  private static void rnnTanh(
      float[] gates, int at, int stride, int rows, int size, float[] h, int states) {
    if (gates.length == 0) {
      return;
    }
    VectorActivation.tanh(gates, at, stride, LANES, h, 0, states, LANES, rows, size / LANES);
    FloatVector zero = FloatVector.broadcast(F32, 0f);
    FloatVector tiny = FloatVector.broadcast(F32, FloatMath.FLUSH);
    int bulk = size - size % (8 * LANES);
    for (int m = 0; m < rows; m++) {
      int to = m * states;
      for (int j = 0; j < bulk; j += 8 * LANES) {
        FloatVector v0 = FloatVector.fromArray(F32, h, to + j);
        FloatVector v1 = FloatVector.fromArray(F32, h, to + j + LANES);
        FloatVector v2 = FloatVector.fromArray(F32, h, to + j + 2 * LANES);
        FloatVector v3 = FloatVector.fromArray(F32, h, to + j + 3 * LANES);
        FloatVector v4 = FloatVector.fromArray(F32, h, to + j + 4 * LANES);
        FloatVector v5 = FloatVector.fromArray(F32, h, to + j + 5 * LANES);
        FloatVector v6 = FloatVector.fromArray(F32, h, to + j + 6 * LANES);
        FloatVector v7 = FloatVector.fromArray(F32, h, to + j + 7 * LANES);
        v0.blend(zero, v0.abs().lt(tiny)).intoArray(h, to + j);
        v1.blend(zero, v1.abs().lt(tiny)).intoArray(h, to + j + LANES);
        v2.blend(zero, v2.abs().lt(tiny)).intoArray(h, to + j + 2 * LANES);
        v3.blend(zero, v3.abs().lt(tiny)).intoArray(h, to + j + 3 * LANES);
        v4.blend(zero, v4.abs().lt(tiny)).intoArray(h, to + j + 4 * LANES);
        v5.blend(zero, v5.abs().lt(tiny)).intoArray(h, to + j + 5 * LANES);
        v6.blend(zero, v6.abs().lt(tiny)).intoArray(h, to + j + 6 * LANES);
        v7.blend(zero, v7.abs().lt(tiny)).intoArray(h, to + j + 7 * LANES);
      }
      for (int j = bulk; j < size; j += LANES) {
        FloatVector v = FloatVector.fromArray(F32, h, to + j);
        v.blend(zero, v.abs().lt(tiny)).intoArray(h, to + j);
      }
    }
  }

  /** See {@link StepKind#RNN_RELU}; eight vectors at a time, then one. */
  private static void rnnRelu(
      float[] gates, int at, int stride, int rows, int size, float[] h, int states) {
    if (gates.length == 0) {
      return;
    }
    FloatVector zero = FloatVector.broadcast(F32, 0f);
    FloatVector tiny = FloatVector.broadcast(F32, FloatMath.FLUSH);
    int bulk = size - size % (8 * LANES);
    for (int m = 0; m < rows; m++) {
      int to = m * states;
      int from = at + m * stride;
      for (int j = 0; j < bulk; j += 8 * LANES) {
        FloatVector v0 = FloatVector.fromArray(F32, gates, from + j);
        FloatVector v1 = FloatVector.fromArray(F32, gates, from + j + LANES);
        FloatVector v2 = FloatVector.fromArray(F32, gates, from + j + 2 * LANES);
        FloatVector v3 = FloatVector.fromArray(F32, gates, from + j + 3 * LANES);
        FloatVector v4 = FloatVector.fromArray(F32, gates, from + j + 4 * LANES);
        FloatVector v5 = FloatVector.fromArray(F32, gates, from + j + 5 * LANES);
        FloatVector v6 = FloatVector.fromArray(F32, gates, from + j + 6 * LANES);
        FloatVector v7 = FloatVector.fromArray(F32, gates, from + j + 7 * LANES);
        v0.blend(zero, v0.lt(tiny)).intoArray(h, to + j);
        v1.blend(zero, v1.lt(tiny)).intoArray(h, to + j + LANES);
        v2.blend(zero, v2.lt(tiny)).intoArray(h, to + j + 2 * LANES);
        v3.blend(zero, v3.lt(tiny)).intoArray(h, to + j + 3 * LANES);
        v4.blend(zero, v4.lt(tiny)).intoArray(h, to + j + 4 * LANES);
        v5.blend(zero, v5.lt(tiny)).intoArray(h, to + j + 5 * LANES);
        v6.blend(zero, v6.lt(tiny)).intoArray(h, to + j + 6 * LANES);
        v7.blend(zero, v7.lt(tiny)).intoArray(h, to + j + 7 * LANES);
      }
      for (int j = bulk; j < size; j += LANES) {
        FloatVector v = FloatVector.fromArray(F32, gates, from + j);
        v.blend(zero, v.lt(tiny)).intoArray(h, to + j);
      }
    }
  }
}
