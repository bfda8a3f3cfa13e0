package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.random.Draws;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.List;
import java.util.OptionalLong;

/**
 * An operator other than a recurrent layer.
 *
 * @param place of its random numbers; empty where it draws none
 * @param twin which kernels the model runs on
 */
public record OperatorStep(
    String operator,
    String name,
    List<String> reads,
    List<String> makes,
    Operator bound,
    Slots inputs,
    Slots outputs,
    OptionalLong place,
    String twin)
    implements Step {

  /** What a node counts for beside the work that its operator counts. */
  private static final int NODE = 64;

  /** Shows a name of a file on one line. */
  public OperatorStep {
    name = Printable.line(name);
  }

  @Override
  public List<String> details() {
    String words = bound.describe();
    String runs = bound.usesKernels() ? twin : "plain loops";
    if (words.isEmpty() || words.contains(runs)) {
      return List.of(words.isEmpty() ? runs : words);
    }
    return List.of(words + ", " + runs);
  }

  @Override
  public void markRead(boolean[] slots) {
    inputs.mark(slots);
  }

  @Override
  public void markMade(boolean[] slots) {
    outputs.mark(slots);
  }

  @Override
  public Step.Run newRun(Team team, Bounds bounds) {
    return bound instanceof SequenceOperator operator
        ? new OnValues(this, operator, bounds)
        : new OnTensors(this, bounds);
  }

  private void join(Workspace workspace, Draws draws) {
    if (place.isPresent()) {
      workspace.random().join(draws, place.getAsLong());
    }
  }

  private RuntimeException failed(RuntimeException e) {
    return NodeErrors.at(NodeErrors.words(name, operator), e);
  }

  private static final class OnTensors implements Step.Run {

    private final OperatorStep step;
    private final Workspace workspace;
    private final @Nullable Tensor[] in;
    private final @Nullable Tensor[] out;

    OnTensors(OperatorStep step, Bounds bounds) {
      this.workspace = new Workspace(bounds);
      this.step = step;
      this.in = new Tensor[step.inputs.count()];
      this.out = new Tensor[step.outputs.count()];
    }

    @Override
    public void run(@Nullable Value[] values) {
      try {
        step.inputs.pick(values, in);
        step.outputs.pick(values, out);
        workspace.spend(NODE);
        step.bound.run(in, out, workspace);
      } catch (RuntimeException e) {
        throw step.failed(e);
      }
    }

    @Override
    public void draw(Draws draws) {
      step.join(workspace, draws);
    }

    @Override
    public long bytes() {
      return workspace.bytes();
    }
  }

  private static final class OnValues implements Step.Run {

    private final OperatorStep step;
    private final SequenceOperator operator;
    private final Workspace workspace;
    private final @Nullable Value[] in;
    private final @Nullable Value[] out;

    OnValues(OperatorStep step, SequenceOperator operator, Bounds bounds) {
      this.workspace = new Workspace(bounds);
      this.step = step;
      this.operator = operator;
      this.in = new Value[step.inputs.count()];
      this.out = new Value[step.outputs.count()];
    }

    @Override
    public void run(@Nullable Value[] values) {
      try {
        step.inputs.values(values, in);
        step.outputs.values(values, out);
        workspace.spend(NODE);
        operator.runValues(in, out, workspace);
      } catch (RuntimeException e) {
        throw step.failed(e);
      }
    }

    @Override
    public void draw(Draws draws) {
      step.join(workspace, draws);
    }

    @Override
    public long bytes() {
      return workspace.bytes();
    }
  }
}
