package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.Lstm;
import java.util.List;

/** An LSTM: one product of all gates, on top of the input's share. */
final class LstmPlan extends CellPlan {

  private final Lstm cell;
  private final boolean usual;

  LstmPlan(Lstm cell) {
    super(
        cell.operator(),
        cell.direction(),
        cell.hiddenSize(),
        cell.gates(),
        2,
        List.of(new Phase(0, 4, Phase.Start.GATES, Phase.Reads.HIDDEN)));
    this.cell = cell;
    this.usual =
        !cell.inputForget()
            && CellActivations.areUsual(
                cell, ActivationFunction.SIGMOID, ActivationFunction.TANH, ActivationFunction.TANH);
  }

  @Override
  public int peepholes() {
    return 3;
  }

  @Override
  public StepEpilogue epilogue(Kernels kernels, int phase, int d, boolean peepholes) {
    return usual && !peepholes
        ? kernels.epilogue(StepKind.LSTM)
        : new LstmEpilogue(kernels.lanes(), CellActivations.of(cell, d), cell.inputForget());
  }

  @Override
  public String describe(boolean peepholes) {
    return CellActivations.describe(cell, usual && !peepholes);
  }
}
