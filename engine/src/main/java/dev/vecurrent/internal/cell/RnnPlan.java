package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.Rnn;
import java.util.List;

/** An RNN: one product, on top of the input's share. */
final class RnnPlan extends CellPlan {

  private final Rnn cell;
  private final boolean relu;
  private final boolean usual;

  RnnPlan(Rnn cell) {
    super(
        cell.operator(),
        cell.direction(),
        cell.hiddenSize(),
        cell.gates(),
        1,
        List.of(new Phase(0, 1, Phase.Start.GATES, Phase.Reads.HIDDEN)));
    this.cell = cell;
    this.relu = cell.activations().getFirst().function() == ActivationFunction.RELU;
    this.usual =
        CellActivations.areUsual(cell, relu ? ActivationFunction.RELU : ActivationFunction.TANH);
  }

  @Override
  public StepEpilogue epilogue(Kernels kernels, int phase, int d, boolean peepholes) {
    return usual
        ? kernels.epilogue(relu ? StepKind.RNN_RELU : StepKind.RNN_TANH)
        : new RnnEpilogue(CellActivations.of(cell, d));
  }

  @Override
  public String describe(boolean peepholes) {
    return CellActivations.describe(cell, usual);
  }
}
