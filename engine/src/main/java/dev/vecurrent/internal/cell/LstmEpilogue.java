package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.kernel.FloatMath;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.internal.kernel.StepRows;

/**
 * {@link StepKind#LSTM} with every attribute of the ONNX operator: any activation, clip, peepholes,
 * input_forget. Scalar code that both twins share.
 */
final class LstmEpilogue extends StepEpilogue {

  private final int lanes;
  private final CellActivations activations;
  private final boolean inputForget;

  /**
   * An epilogue.
   *
   * @param lanes L of the kernels whose gates these are
   * @param inputForget whether {@code f = 1 - i}
   */
  LstmEpilogue(int lanes, CellActivations activations, boolean inputForget) {
    this.lanes = lanes;
    this.activations = activations;
    this.inputForget = inputForget;
  }

  @Override
  public void run(StepRows rows, int count) {
    float[] gates = rows.gates();
    float[] h = rows.hidden();
    float[] c = rows.cell();
    float[] p = rows.peepholes();
    boolean peep = p.length > 0;
    int units = rows.units();
    for (int m = 0; m < count; m++) {
      for (int unit = 0; unit < units; unit++) {
        int at = rows.gateAt(m, unit, 4, lanes);
        int stateAt = m * rows.stateStride() + unit;
        float before = c[stateAt];
        float i = activations.f(peep ? Math.fma(p[unit], before, gates[at]) : gates[at]);
        float forget;
        if (inputForget) {
          forget = 1f - i;
        } else {
          float gate = gates[at + 2 * lanes];
          forget = activations.f(peep ? Math.fma(p[unit + 2 * units], before, gate) : gate);
        }
        float candidate = activations.g(gates[at + 3 * lanes]);
        float next = FloatMath.flush(Math.fma(forget, before, i * candidate));
        float gate = gates[at + lanes];
        float o = activations.f(peep ? Math.fma(p[unit + units], next, gate) : gate);
        c[stateAt] = next;
        h[stateAt] = FloatMath.flush(o * activations.h(next));
      }
    }
  }
}
