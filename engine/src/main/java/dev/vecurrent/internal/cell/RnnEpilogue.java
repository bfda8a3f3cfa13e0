package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.kernel.FloatMath;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepRows;

/** An RNN with any activation and a clip; see {@link LstmEpilogue}. */
final class RnnEpilogue extends StepEpilogue {

  private final CellActivations activations;

  RnnEpilogue(CellActivations activations) {
    this.activations = activations;
  }

  @Override
  public void run(StepRows rows, int count) {
    float[] gates = rows.gates();
    float[] h = rows.hidden();
    for (int m = 0; m < count; m++) {
      for (int unit = 0; unit < rows.units(); unit++) {
        // Gates of one gate are not interleaved with any.
        float gate = gates[rows.gateAt(m, unit, 1, 1)];
        h[m * rows.stateStride() + unit] = FloatMath.flush(activations.f(gate));
      }
    }
  }
}
