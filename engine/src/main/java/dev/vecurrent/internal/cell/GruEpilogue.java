package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.kernel.FloatMath;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.internal.kernel.StepRows;

/** The {@link StepKind}s of a GRU with any activations and a clip; see {@link LstmEpilogue}. */
final class GruEpilogue extends StepEpilogue {

  private final int lanes;
  private final CellActivations activations;
  private final StepKind kind;

  GruEpilogue(int lanes, CellActivations activations, StepKind kind) {
    this.lanes = lanes;
    this.activations = activations;
    this.kind = kind;
  }

  @Override
  public void run(StepRows rows, int count) {
    for (int m = 0; m < count; m++) {
      for (int unit = 0; unit < rows.units(); unit++) {
        int at = rows.gateAt(m, unit, 3, lanes);
        int stateAt = m * rows.stateStride() + unit;
        if (kind == StepKind.GRU_LINEAR) {
          linear(rows, at, rows.recurrentAt(m, unit, 3, lanes), stateAt);
        } else if (kind == StepKind.GRU_RESET) {
          reset(rows, at, rows.recurrentAt(m, unit, 2, lanes), stateAt);
        } else {
          update(rows, at, rows.recurrentAt(m, unit, 1, lanes), stateAt);
        }
      }
    }
  }

  private void linear(StepRows rows, int at, int rAt, int stateAt) {
    float[] x = rows.gates();
    float[] r = rows.recurrent();
    float z = activations.f(x[at] + r[rAt]);
    float reset = activations.f(x[at + lanes] + r[rAt + lanes]);
    float n = activations.g(Math.fma(reset, r[rAt + 2 * lanes], x[at + 2 * lanes]));
    mix(rows.hidden(), stateAt, z, n);
  }

  private void reset(StepRows rows, int at, int rAt, int stateAt) {
    float[] x = rows.gates();
    float[] r = rows.recurrent();
    x[at] = activations.f(x[at] + r[rAt]);
    float reset = activations.f(x[at + lanes] + r[rAt + lanes]);
    rows.reset()[stateAt] = reset * rows.hidden()[stateAt];
  }

  private void update(StepRows rows, int at, int rAt, int stateAt) {
    float[] x = rows.gates();
    float n = activations.g(x[at + 2 * lanes] + rows.recurrent()[rAt]);
    mix(rows.hidden(), stateAt, x[at], n);
  }

  private static void mix(float[] h, int at, float z, float n) {
    h[at] = FloatMath.flush(Math.fma(z, h[at], (1f - z) * n));
  }
}
