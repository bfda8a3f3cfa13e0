package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.kernel.FloatMath;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.spec.Activation;

/**
 * What follows the products of a step, with every attribute of the ONNX operators: any activation,
 * clip, peepholes, input_forget. Scalar code that both twins share; the layouts are those of {@link
 * Kernels}.
 *
 * @param lanes L of the kernels whose gates these are
 * @param f the first activation of the direction
 * @param g the second, where the cell has one
 * @param h the third, where the cell has one
 * @param clip limit of the pre-activations; infinite for none
 */
public record GeneralEpilogue(int lanes, Activation f, Activation g, Activation h, float clip) {

  /**
   * LSTM; see {@link StepKind#LSTM}.
   *
   * @param peepholes {@code [3, units]}: i, o, f; empty for none
   * @param units units that are not padding (H)
   * @param inputForget whether {@code f = 1 - i}
   */
  public void lstm(
      float[] gates,
      int gatesAt,
      int gatesStride,
      int rows,
      float[] c,
      float[] state,
      int stateStride,
      float[] peepholes,
      int units,
      boolean inputForget) {
    boolean peep = peepholes.length > 0;
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < units; unit++) {
        int at = gatesAt + m * gatesStride + gateAt(unit, 4);
        int stateAt = m * stateStride + unit;
        float before = c[stateAt];
        float iGate = peep ? Math.fma(peepholes[unit], before, gates[at]) : gates[at];
        float i = apply(f, iGate);
        float forget;
        if (inputForget) {
          forget = 1f - i;
        } else {
          float fGate = gates[at + 2 * lanes];
          forget = apply(f, peep ? Math.fma(peepholes[unit + 2 * units], before, fGate) : fGate);
        }
        float candidate = apply(g, gates[at + 3 * lanes]);
        float next = FloatMath.flush(Math.fma(forget, before, i * candidate));
        float oGate = gates[at + lanes];
        float o = apply(f, peep ? Math.fma(peepholes[unit + units], next, oGate) : oGate);
        c[stateAt] = next;
        state[stateAt] = FloatMath.flush(o * FloatActivation.apply(h, next));
      }
    }
  }

  /** GRU with {@code linear_before_reset = 1}; see {@link StepKind#GRU_LINEAR}. */
  public void gruLinear(
      float[] x,
      int xAt,
      float[] r,
      int gatesStride,
      int rows,
      int units,
      float[] state,
      int stateStride) {
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < units; unit++) {
        int rAt = m * gatesStride + gateAt(unit, 3);
        int at = xAt + rAt;
        int stateAt = m * stateStride + unit;
        float z = apply(f, x[at] + r[rAt]);
        float reset = apply(f, x[at + lanes] + r[rAt + lanes]);
        float n = apply(g, Math.fma(reset, r[rAt + 2 * lanes], x[at + 2 * lanes]));
        state[stateAt] = FloatMath.flush(Math.fma(z, state[stateAt], (1f - z) * n));
      }
    }
  }

  /** First half of a GRU with {@code linear_before_reset = 0}; see {@link StepKind#GRU_RESET}. */
  public void gruReset(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int units,
      float[] state,
      float[] reset,
      int stateStride) {
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < units; unit++) {
        int at = xAt + m * xStride + gateAt(unit, 3);
        int rAt = m * rStride + gateAt(unit, 2);
        int stateAt = m * stateStride + unit;
        x[at] = apply(f, x[at] + r[rAt]);
        reset[stateAt] = apply(f, x[at + lanes] + r[rAt + lanes]) * state[stateAt];
      }
    }
  }

  /** Second half of a GRU with {@code linear_before_reset = 0}; see {@link StepKind#GRU_UPDATE}. */
  public void gruUpdate(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int units,
      float[] state,
      int stateStride) {
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < units; unit++) {
        int at = xAt + m * xStride + gateAt(unit, 3);
        int stateAt = m * stateStride + unit;
        float z = x[at];
        float n = apply(g, x[at + 2 * lanes] + r[m * rStride + unit]);
        state[stateAt] = FloatMath.flush(Math.fma(z, state[stateAt], (1f - z) * n));
      }
    }
  }

  /** RNN; see {@link StepKind#RNN_TANH}. */
  public void rnn(
      float[] gates, int gatesAt, int gatesStride, int rows, int units, float[] state, int stride) {
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < units; unit++) {
        float gate = gates[gatesAt + m * gatesStride + unit];
        state[m * stride + unit] = FloatMath.flush(apply(f, gate));
      }
    }
  }

  private int gateAt(int unit, int gates) {
    return unit / lanes * gates * lanes + unit % lanes;
  }

  private float apply(Activation activation, float gate) {
    float clipped = gate;
    if (gate > clip) {
      clipped = clip;
    } else if (gate < -clip) {
      clipped = -clip;
    }
    return FloatActivation.apply(activation, clipped);
  }
}
