package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.random.Draws;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * ONNX Loop: a body again and again, as often as a trip count says and as long as a condition
 * holds, both optional; carried values, which may change their shape, and scan outputs, which may
 * not.
 *
 * @param known what is known of the dimensions of each output
 */
public record LoopStep(ControlStep.Place place, CompiledBody body, List<Dims> known)
    implements ControlStep {

  /** Dimensions as far as they are known; {@code null} where the rank is not. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, never written
  public record Dims(int @Nullable [] dims) {}

  /** The only element of a truth value. */
  static boolean truth(String what, @Nullable Tensor tensor) {
    if (tensor == null || tensor.size() != 1 || tensor.type() != ElementType.BOOL) {
      throw new IllegalArgumentException(
          "the " + what + " is " + tensor + ", expected one BOOL element");
    }
    return tensor.booleans()[0];
  }

  @Override
  public Map<String, CompiledBody> bodies() {
    return Map.of("body", body);
  }

  @Override
  public Step.Run newRun(Team team, Bounds bounds) {
    return new Running(this, team, bounds);
  }

  private static final class Running implements Step.Run {

    private final Place place;
    private final BodyRun body;
    private final CarriedValues carried;
    private final StackedValues[] stacked;
    private final Tensor iteration = Tensor.zeros(ElementType.INT64);
    private final Tensor condition = Tensor.zeros(ElementType.BOOL);

    Running(LoopStep step, Team team, Bounds bounds) {
      place = step.place;
      body = new BodyRun(step.body, team, bounds);
      int count = place.listed() - 2;
      carried = new CarriedValues(body, 2, 1, count);
      stacked = new StackedValues[step.body.outputSlots().size() - 1 - count];
      for (int i = 0; i < stacked.length; i++) {
        stacked[i] =
            new StackedValues(step.body, 1 + count + i, step.known.get(count + i).dims(), bounds);
      }
    }

    @Override
    public void draw(Draws draws) {
      body.draw(draws);
    }

    @Override
    public long bytes() {
      long bytes = body.bytes() + carried.bytes();
      for (StackedValues each : stacked) {
        bytes += each.bytes();
      }
      return bytes;
    }

    @Override
    public void run(@Nullable Value[] values) {
      try {
        loop(values);
      } catch (RuntimeException e) {
        throw place.failed(e);
      }
    }

    private void loop(@Nullable Value[] values) {
      Slots in = place.inputs();
      long trips = trips(in.pick(values, 0));
      Tensor first = in.pick(values, 1);
      boolean more = first == null || truth("condition", first);
      for (int i = 0; i < carried.count(); i++) {
        carried.start(i, Objects.requireNonNull(in.value(values, 2 + i)));
      }
      for (StackedValues each : stacked) {
        each.clear();
      }
      body.bindAround(place.listed(), in, place.listed(), values);
      for (long trip = 0; trip < trips && more; trip++) {
        iteration.longs()[0] = trip;
        condition.booleans()[0] = true;
        body.bind(0, iteration);
        body.bind(1, condition);
        carried.bind();
        body.run();
        more = truth("condition that the body makes", body.tensor(0));
        for (int i = 0; i < stacked.length; i++) {
          stacked[i].add(body.tensor(1 + carried.count() + i));
        }
        carried.advance();
      }
      for (int i = 0; i < place.outputs().count(); i++) {
        Value output = place.outputs().value(values, i);
        if (output != null && i < carried.count()) {
          carried.handOver(i, output);
        } else if (output instanceof Tensor tensor) {
          stacked[i - carried.count()].handOver(tensor);
        }
      }
    }

    private static long trips(@Nullable Tensor tensor) {
      if (tensor == null) {
        return Long.MAX_VALUE;
      }
      if (tensor.size() != 1 || tensor.type() != ElementType.INT64) {
        throw new IllegalArgumentException(
            "the trip count is " + tensor + ", expected one INT64 element");
      }
      return tensor.longs()[0];
    }
  }
}
