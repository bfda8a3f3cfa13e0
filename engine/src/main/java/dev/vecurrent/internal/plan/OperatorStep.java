package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Operator;
import dev.vecurrent.internal.op.Workspace;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.tensor.Tensor;
import java.util.List;

/** An operator other than a recurrent layer. */
record OperatorStep(
    String operator,
    String name,
    List<String> reads,
    List<String> makes,
    Operator bound,
    Slots inputs,
    Slots outputs)
    implements Step {

  @Override
  public List<String> details() {
    return bound.describe().isEmpty() ? List.of() : List.of(bound.describe());
  }

  @Override
  public Step.Run newRun(Team team) {
    return new Running(this);
  }

  private static final class Running implements Step.Run {

    private final OperatorStep step;
    private final Workspace workspace = new Workspace();
    private final @Nullable Tensor[] in;
    private final @Nullable Tensor[] out;

    Running(OperatorStep step) {
      this.step = step;
      this.in = new Tensor[step.inputs.count()];
      this.out = new Tensor[step.outputs.count()];
    }

    @Override
    public void run(@Nullable Tensor[] values) {
      step.inputs.pick(values, in);
      step.outputs.pick(values, out);
      try {
        step.bound.run(in, out, workspace);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "node '" + step.name + "' (" + step.operator + "): " + e.getMessage(), e);
      }
    }
  }
}
