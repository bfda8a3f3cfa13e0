package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.kernel.FloatMath;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepRows;
import dev.vecurrent.spec.Direction;
import java.util.List;

/**
 * A cell that ONNX does not have: the minimal gated unit (Zhou et al. 2016, arXiv 1603.09420).
 *
 * <pre>
 *   f = σ(Wf x + Rf h + bf)    n = tanh(Wn x + Rn (f ⊙ h) + bn)    h ← (1 - f) ⊙ h + f ⊙ n
 * </pre>
 */
public final class ToyPlan extends CellPlan {

  /** A minimal gated unit. */
  public ToyPlan(Direction direction) {
    super(
        "MGU",
        direction,
        0,
        2,
        1,
        List.of(
            new Phase(0, 1, Phase.Start.BIAS, Phase.Reads.HIDDEN),
            new Phase(1, 1, Phase.Start.BIAS, Phase.Reads.RESET)));
  }

  @Override
  public StepEpilogue epilogue(Kernels kernels, int phase, int d, boolean peepholes) {
    return new Epilogue(kernels.lanes(), phase == 0);
  }

  @Override
  public String describe(boolean peepholes) {
    return "scalar epilogue";
  }

  private static final class Epilogue extends StepEpilogue {

    private final int lanes;
    private final boolean forgets;

    Epilogue(int lanes, boolean forgets) {
      this.lanes = lanes;
      this.forgets = forgets;
    }

    @Override
    public void run(StepRows rows, int count) {
      float[] x = rows.gates();
      float[] r = rows.recurrent();
      float[] h = rows.hidden();
      for (int m = 0; m < count; m++) {
        for (int unit = 0; unit < rows.units(); unit++) {
          int at = rows.gateAt(m, unit, 2, lanes);
          int rAt = rows.recurrentAt(m, unit, 1, lanes);
          int stateAt = m * rows.stateStride() + unit;
          if (forgets) {
            x[at] = FloatMath.sigmoid(x[at] + r[rAt]);
            rows.reset()[stateAt] = x[at] * h[stateAt];
          } else {
            float n = FloatMath.tanh(x[at + lanes] + r[rAt]);
            h[stateAt] = Math.fma(x[at], n, (1 - x[at]) * h[stateAt]);
          }
        }
      }
    }
  }
}
