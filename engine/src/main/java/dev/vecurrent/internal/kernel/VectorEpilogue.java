package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * One pass of what follows the products of a step, over rows of the batch; {@link Kernels} says
 * what the passes of a cell give together. Rows are whole vectors, so there are no tails, and stay
 * in L1 between passes.
 *
 * <p>Passes are objects called from one place ({@link #run}) for a reason: C2 stops inlining at a
 * number of nodes that two activations in one compiled method exceed, and then boxes vectors
 * (measured: 1,344 bytes a row and step). Every cell with more than one activation has three kinds
 * of pass, so the call there is megamorphic and each pass is compiled by itself.
 */
abstract class VectorEpilogue {

  private static final VectorEpilogue[] LSTM = {new LstmGates(), new LstmCells(), new LstmHidden()};
  private static final VectorEpilogue[] GRU_LINEAR = {
    new GruGates(3), new GruLinearCandidate(), new GruMix()
  };
  private static final VectorEpilogue[] GRU_RESET = {new GruGates(2), new GruReset()};
  private static final VectorEpilogue[] GRU_UPDATE = {new GruCandidate(), new GruMix()};

  /**
   * Runs the pass.
   *
   * @param x gates, interleaved, from the input or from both; updated
   * @param xAt first row
   * @param xStride from row to row
   * @param r the state's share of the gates of a GRU, from 0
   * @param rStride from row to row
   * @param rows rows
   * @param blocks blocks of L units
   * @param c cell states of an LSTM, {@code r ⊙ h} of a GRU, from 0
   * @param h hidden states from 0
   * @param stateStride from row to row of {@code c} and {@code h}
   */
  abstract void run(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] c,
      float[] h,
      int stateStride);

  static void lstm(
      float[] gates, int at, int stride, int rows, int blocks, float[] c, float[] h, int states) {
    run(LSTM, gates, at, stride, gates, stride, rows, blocks, c, h, states);
  }

  static void gruLinear(
      float[] x, int xAt, float[] r, int stride, int rows, int blocks, float[] h, int states) {
    run(GRU_LINEAR, x, xAt, stride, r, stride, rows, blocks, h, h, states);
  }

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
    run(GRU_RESET, x, xAt, xStride, r, rStride, rows, blocks, reset, h, states);
  }

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
    run(GRU_UPDATE, x, xAt, xStride, r, rStride, rows, blocks, h, h, states);
  }

  private static void run(
      VectorEpilogue[] passes,
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] c,
      float[] h,
      int states) {
    for (VectorEpilogue pass : passes) {
      pass.run(x, xAt, xStride, r, rStride, rows, blocks, c, h, states);
    }
  }

  /** Gates i, o and f through σ, in place. */
  private static final class LstmGates extends VectorEpilogue {
    @Override
    void run(
        float[] x,
        int xAt,
        int xStride,
        float[] r,
        int rStride,
        int rows,
        int blocks,
        float[] c,
        float[] h,
        int stateStride) {
      for (int m = 0; m < rows; m++) {
        for (int block = 0; block < blocks; block++) {
          int at = xAt + m * xStride + block * 4 * LANES;
          for (int gate = 0; gate < 3; gate++) {
            int gateAt = at + gate * LANES;
            VectorMath.sigmoid(FloatVector.fromArray(F32, x, gateAt)).intoArray(x, gateAt);
          }
        }
      }
    }
  }

  /** {@code c ← f ⊙ c + i ⊙ tanh(gate 3)}. */
  private static final class LstmCells extends VectorEpilogue {
    @Override
    void run(
        float[] x,
        int xAt,
        int xStride,
        float[] r,
        int rStride,
        int rows,
        int blocks,
        float[] c,
        float[] h,
        int stateStride) {
      for (int m = 0; m < rows; m++) {
        for (int block = 0; block < blocks; block++) {
          int at = xAt + m * xStride + block * 4 * LANES;
          int unitsAt = m * stateStride + block * LANES;
          FloatVector i = FloatVector.fromArray(F32, x, at);
          FloatVector f = FloatVector.fromArray(F32, x, at + 2 * LANES);
          FloatVector g = VectorMath.tanh(FloatVector.fromArray(F32, x, at + 3 * LANES));
          FloatVector before = FloatVector.fromArray(F32, c, unitsAt);
          VectorMath.flush(f.fma(before, i.mul(g))).intoArray(c, unitsAt);
        }
      }
    }
  }

  /** {@code h ← o ⊙ tanh(c)}. */
  private static final class LstmHidden extends VectorEpilogue {
    @Override
    void run(
        float[] x,
        int xAt,
        int xStride,
        float[] r,
        int rStride,
        int rows,
        int blocks,
        float[] c,
        float[] h,
        int stateStride) {
      for (int m = 0; m < rows; m++) {
        for (int block = 0; block < blocks; block++) {
          int unitsAt = m * stateStride + block * LANES;
          int oAt = xAt + m * xStride + (block * 4 + 1) * LANES;
          FloatVector o = FloatVector.fromArray(F32, x, oAt);
          FloatVector cell = VectorMath.tanh(FloatVector.fromArray(F32, c, unitsAt));
          VectorMath.flush(o.mul(cell)).intoArray(h, unitsAt);
        }
      }
    }
  }

  /** {@code x ← σ(x + r)} for gates z and r. */
  private static final class GruGates extends VectorEpilogue {

    private final int rGates;

    /** Gates in a block of {@code r}: 2 or 3. */
    GruGates(int rGates) {
      this.rGates = rGates;
    }

    @Override
    void run(
        float[] x,
        int xAt,
        int xStride,
        float[] r,
        int rStride,
        int rows,
        int blocks,
        float[] c,
        float[] h,
        int stateStride) {
      for (int m = 0; m < rows; m++) {
        for (int block = 0; block < blocks; block++) {
          int from = xAt + m * xStride + block * 3 * LANES;
          int and = m * rStride + block * rGates * LANES;
          for (int gate = 0; gate < 2; gate++) {
            int at = from + gate * LANES;
            FloatVector share = FloatVector.fromArray(F32, r, and + gate * LANES);
            VectorMath.sigmoid(FloatVector.fromArray(F32, x, at).add(share)).intoArray(x, at);
          }
        }
      }
    }
  }

  /** {@code x 2 ← tanh(x 2 + (gate r) ⊙ (r 2))}. */
  private static final class GruLinearCandidate extends VectorEpilogue {
    @Override
    void run(
        float[] x,
        int xAt,
        int xStride,
        float[] r,
        int rStride,
        int rows,
        int blocks,
        float[] c,
        float[] h,
        int stateStride) {
      for (int m = 0; m < rows; m++) {
        for (int block = 0; block < blocks; block++) {
          int at = xAt + m * xStride + block * 3 * LANES;
          int shareAt = m * rStride + (block * 3 + 2) * LANES;
          FloatVector reset = FloatVector.fromArray(F32, x, at + LANES);
          FloatVector share = FloatVector.fromArray(F32, r, shareAt);
          FloatVector sum = reset.fma(share, FloatVector.fromArray(F32, x, at + 2 * LANES));
          VectorMath.tanh(sum).intoArray(x, at + 2 * LANES);
        }
      }
    }
  }

  /** {@code x 2 ← tanh(x 2 + r)}, r of one gate. */
  private static final class GruCandidate extends VectorEpilogue {
    @Override
    void run(
        float[] x,
        int xAt,
        int xStride,
        float[] r,
        int rStride,
        int rows,
        int blocks,
        float[] c,
        float[] h,
        int stateStride) {
      for (int m = 0; m < rows; m++) {
        for (int block = 0; block < blocks; block++) {
          int at = xAt + m * xStride + (block * 3 + 2) * LANES;
          FloatVector share = FloatVector.fromArray(F32, r, m * rStride + block * LANES);
          VectorMath.tanh(FloatVector.fromArray(F32, x, at).add(share)).intoArray(x, at);
        }
      }
    }
  }

  /** {@code c ← (gate r) ⊙ h}. */
  private static final class GruReset extends VectorEpilogue {
    @Override
    void run(
        float[] x,
        int xAt,
        int xStride,
        float[] r,
        int rStride,
        int rows,
        int blocks,
        float[] c,
        float[] h,
        int stateStride) {
      for (int m = 0; m < rows; m++) {
        for (int block = 0; block < blocks; block++) {
          int unitsAt = m * stateStride + block * LANES;
          FloatVector.fromArray(F32, x, xAt + m * xStride + (block * 3 + 1) * LANES)
              .mul(FloatVector.fromArray(F32, h, unitsAt))
              .intoArray(c, unitsAt);
        }
      }
    }
  }

  /** {@code h ← (1 - z) ⊙ n + z ⊙ h} from gates z and n. */
  private static final class GruMix extends VectorEpilogue {
    @Override
    void run(
        float[] x,
        int xAt,
        int xStride,
        float[] r,
        int rStride,
        int rows,
        int blocks,
        float[] c,
        float[] h,
        int stateStride) {
      for (int m = 0; m < rows; m++) {
        for (int block = 0; block < blocks; block++) {
          int at = xAt + m * xStride + block * 3 * LANES;
          int unitsAt = m * stateStride + block * LANES;
          FloatVector z = FloatVector.fromArray(F32, x, at);
          FloatVector n = FloatVector.fromArray(F32, x, at + 2 * LANES);
          FloatVector kept = VectorMath.ONE.sub(z).mul(n);
          VectorMath.flush(z.fma(FloatVector.fromArray(F32, h, unitsAt), kept))
              .intoArray(h, unitsAt);
        }
      }
    }
  }
}
