package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.random.Draws;
import dev.vecurrent.tensor.Value;
import java.util.Map;
import java.util.Objects;

/** ONNX If: one of two bodies, told by a truth value. */
public record IfStep(ControlStep.Place place, Map<String, CompiledBody> bodies)
    implements ControlStep {

  @Override
  public Step.Run newRun(Team team, Bounds bounds) {
    return new Running(this, team, bounds);
  }

  private static final class Running implements Step.Run {

    private final Place place;
    private final BodyRun then;
    private final BodyRun otherwise;

    Running(IfStep step, Team team, Bounds bounds) {
      place = step.place;
      then = new BodyRun(Objects.requireNonNull(step.bodies.get("then_branch")), team, bounds);
      otherwise = new BodyRun(Objects.requireNonNull(step.bodies.get("else_branch")), team, bounds);
    }

    @Override
    public void draw(Draws draws) {
      then.draw(draws);
      otherwise.draw(draws);
    }

    @Override
    public long bytes() {
      return then.bytes() + otherwise.bytes();
    }

    @Override
    public void run(@Nullable Value[] values) {
      try {
        BodyRun taken =
            LoopStep.truth("condition", place.inputs().pick(values, 0)) ? then : otherwise;
        taken.bindAround(0, place.inputs(), place.listed(), values);
        taken.run();
        for (int i = 0; i < place.outputs().count(); i++) {
          Value output = place.outputs().value(values, i);
          if (output != null) {
            taken.handOver(i, output);
          }
        }
      } catch (RuntimeException e) {
        throw place.failed(e);
      }
    }
  }
}
