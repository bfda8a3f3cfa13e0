package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.Gru;
import java.util.List;

/**
 * A GRU. With {@code linear_before_reset = 1} it is one product of all gates; else z and r come
 * first, and then the candidate's product with the reset states. The shares of the input and of the
 * states stay apart, because the reset gate multiplies only one of them.
 */
final class GruPlan extends CellPlan {

  private static final List<Phase> LINEAR =
      List.of(new Phase(0, 3, Phase.Start.BIAS, Phase.Reads.HIDDEN));
  private static final List<Phase> RESET =
      List.of(
          new Phase(0, 2, Phase.Start.BIAS, Phase.Reads.HIDDEN),
          new Phase(2, 1, Phase.Start.BIAS, Phase.Reads.RESET));

  private final Gru cell;
  private final boolean usual;

  GruPlan(Gru cell) {
    super(
        cell.operator(),
        cell.direction(),
        cell.hiddenSize(),
        cell.gates(),
        1,
        cell.linearBeforeReset() ? LINEAR : RESET);
    this.cell = cell;
    this.usual =
        CellActivations.areUsual(cell, ActivationFunction.SIGMOID, ActivationFunction.TANH);
  }

  @Override
  public StepEpilogue epilogue(Kernels kernels, int phase, int d, boolean peepholes) {
    StepKind kind =
        cell.linearBeforeReset()
            ? StepKind.GRU_LINEAR
            : phase == 0 ? StepKind.GRU_RESET : StepKind.GRU_UPDATE;
    return usual
        ? kernels.epilogue(kind)
        : new GruEpilogue(kernels.lanes(), CellActivations.of(cell, d), kind);
  }

  @Override
  public String describe(boolean peepholes) {
    return CellActivations.describe(cell, usual);
  }
}
