package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.random.Draws;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * ONNX Scan (since opset 9): a body for each slice of the scan inputs, which carries states and
 * makes slices of the scan outputs; along any axis, in both directions.
 *
 * @param known what is known of the dimensions of each output
 */
public record ScanStep(
    ControlStep.Place place, CompiledBody body, ControlNode node, List<LoopStep.Dims> known)
    implements ControlStep {

  /** An axis counted from the front. */
  public static int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "axis " + axis + " is outside [" + -rank + ", " + (rank - 1) + "]");
    }
    return (int) (axis < 0 ? axis + rank : axis);
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
    private final CarriedValues states;
    private final int scanned;
    private final List<LoopStep.Dims> known;
    private final long[] inAxes;
    private final long[] inDirections;
    private final long[] outAxes;
    private final long[] outDirections;
    private final Tensor[] slices;

    /** Scan outputs while they are written. */
    private final Tensor[] made;

    private final int[] dims = new int[Tensor.MAX_RANK];

    Running(ScanStep step, Team team, Bounds bounds) {
      place = step.place;
      known = step.known;
      scanned = step.node.scanInputs();
      body = new BodyRun(step.body, team, bounds);
      int count = place.listed() - scanned;
      states = new CarriedValues(body, 0, 0, count);
      made = new Tensor[step.body.outputSlots().size() - count];
      for (int k = 0; k < made.length; k++) {
        made[k] = step.body.newTensor(count + k, bounds);
      }
      slices = new Tensor[scanned];
      for (int k = 0; k < scanned; k++) {
        slices[k] = step.body.newInput(count + k, bounds);
      }
      inAxes = step.node.integers("scan_input_axes", scanned);
      inDirections = step.node.integers("scan_input_directions", scanned);
      outAxes = step.node.integers("scan_output_axes", made.length);
      outDirections = step.node.integers("scan_output_directions", made.length);
    }

    @Override
    public void draw(Draws draws) {
      body.draw(draws);
    }

    @Override
    public long bytes() {
      long bytes = body.bytes() + states.bytes();
      for (Tensor slice : slices) {
        bytes += SlotType.bytes(slice);
      }
      for (Tensor one : made) {
        bytes += SlotType.bytes(one);
      }
      return bytes;
    }

    @Override
    public void run(@Nullable Value[] values) {
      try {
        scan(values);
      } catch (RuntimeException e) {
        throw place.failed(e);
      }
    }

    private void scan(@Nullable Value[] values) {
      int count = states.count();
      for (int i = 0; i < count; i++) {
        states.start(i, input(values, i));
      }
      int steps = steps(values);
      body.bindAround(place.listed(), place.inputs(), place.listed(), values);
      for (int t = 0; t < steps; t++) {
        for (int k = 0; k < scanned; k++) {
          slice(k, input(values, count + k), inDirections[k] == 0 ? t : steps - 1 - t);
          body.bind(count + k, slices[k]);
        }
        states.bind();
        body.run();
        for (int k = 0; k < made.length; k++) {
          write(k, body.tensor(count + k), t, steps);
        }
        states.advance();
      }
      for (int i = 0; i < place.outputs().count(); i++) {
        Tensor output = place.outputs().pick(values, i);
        if (output == null) {
          continue;
        }
        if (i < count) {
          states.handOver(i, output);
          continue;
        }
        if (steps == 0) {
          empty(made[i - count], known.get(i).dims());
        }
        body.view(made[i - count], output);
      }
    }

    private Tensor input(@Nullable Value[] values, int index) {
      return Objects.requireNonNull(place.inputs().pick(values, index));
    }

    private int steps(@Nullable Value[] values) {
      int steps = -1;
      for (int k = 0; k < scanned; k++) {
        Tensor input = input(values, states.count() + k);
        int found = input.dim(axis(inAxes[k], input.rank()));
        if (steps >= 0 && steps != found) {
          throw new IllegalArgumentException(
              "scan input " + k + " is " + input + ", expected " + steps + " slices as the first");
        }
        steps = found;
      }
      return steps;
    }

    /** Cuts a slice. */
    private void slice(int k, Tensor input, int at) {
      int axis = axis(inAxes[k], input.rank());
      int rank = 0;
      int outer = 1;
      int inner = 1;
      for (int a = 0; a < input.rank(); a++) {
        if (a != axis) {
          dims[rank++] = input.dim(a);
          outer *= a < axis ? input.dim(a) : 1;
          inner *= a > axis ? input.dim(a) : 1;
        }
      }
      Tensor slice = slices[k];
      slice.resize(dims, rank);
      body.bounds().watch().spend(slice.size());
      for (int o = 0; o < outer && slice.size() > 0; o++) {
        System.arraycopy(
            input.storage(), (o * input.dim(axis) + at) * inner, slice.storage(), o * inner, inner);
      }
    }

    /** Puts what the body made into a scan output, which the first slice gives its shape. */
    private void write(int k, Tensor value, int t, int steps) {
      int rank = value.rank() + 1;
      if (rank > Tensor.MAX_RANK) {
        throw new IllegalArgumentException("scan output " + k + " would have rank " + rank);
      }
      int axis = axis(outAxes[k], rank);
      int outer = 1;
      int inner = 1;
      int from = 0;
      Tensor out = made[k];
      boolean same = out.rank() == rank;
      for (int a = 0; a < rank; a++) {
        dims[a] = a == axis ? steps : value.dim(from++);
        outer *= a < axis ? dims[a] : 1;
        inner *= a > axis ? dims[a] : 1;
        same = same && out.dim(a) == dims[a];
      }
      if (t == 0) {
        out.resize(dims, rank);
      } else if (!same) {
        throw new IllegalArgumentException(
            "scan output %d is %s in iteration %d, of another shape before".formatted(k, value, t));
      }
      body.bounds().watch().spend(value.size());
      int at = outDirections[k] == 0 ? t : steps - 1 - t;
      for (int o = 0; o < outer && value.size() > 0; o++) {
        System.arraycopy(
            value.storage(), o * inner, out.storage(), (o * steps + at) * inner, inner);
      }
    }

    /** The shape of a scan output of no slices: what is known of it, 0 for the rest. */
    private void empty(Tensor out, int @Nullable [] shape) {
      int rank = shape == null ? 1 : shape.length;
      dims[0] = 0;
      for (int a = 0; shape != null && a < rank; a++) {
        dims[a] = shape[a] < 0 ? 0 : shape[a];
      }
      out.resize(dims, rank);
    }
  }
}
