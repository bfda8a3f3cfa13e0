package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.random.Draws;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * ONNX Scan of opset 8: a body for each step of each sequence of a batch, one sequence after the
 * other. States are {@code [N, ...]}, scan inputs and outputs {@code [N, T, ...]}; what a scan
 * output has behind the end of a sequence is zero.
 *
 * @param known what is known of the dimensions of each output
 */
public record BatchedScanStep(
    ControlStep.Place place, CompiledBody body, ControlNode node, List<LoopStep.Dims> known)
    implements ControlStep {

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
    private final List<LoopStep.Dims> known;
    private final CarriedValues states;
    private final int scanned;
    private final long[] directions;

    /** What a sequence starts from. */
    private final Tensor[] starts;

    private final Tensor[] slices;

    /** All outputs while they are written. */
    private final Tensor[] made;

    private final int[] dims = new int[Tensor.MAX_RANK];

    Running(BatchedScanStep step, Team team, Bounds bounds) {
      place = step.place;
      known = step.known;
      scanned = step.node.scanInputs();
      directions = step.node.integers("directions", scanned);
      body = new BodyRun(step.body, team, bounds);
      int count = place.listed() - 1 - scanned;
      states = new CarriedValues(body, 0, 0, count);
      starts = new Tensor[count];
      for (int i = 0; i < count; i++) {
        starts[i] = step.body.newTensor(i, bounds);
      }
      slices = new Tensor[scanned];
      for (int k = 0; k < scanned; k++) {
        slices[k] = step.body.newInput(count + k, bounds);
      }
      made = new Tensor[step.body.outputSlots().size()];
      for (int i = 0; i < made.length; i++) {
        made[i] = step.body.newTensor(i, bounds);
      }
    }

    @Override
    public void draw(Draws draws) {
      body.draw(draws);
    }

    @Override
    public long bytes() {
      long bytes = body.bytes() + states.bytes();
      for (Tensor[] own : new Tensor[][] {starts, slices, made}) {
        for (Tensor tensor : own) {
          bytes += SlotType.bytes(tensor);
        }
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
      Tensor first = input(values, 1 + count);
      int batch = first.rank() < 2 ? -1 : first.dim(0);
      int steps = first.rank() < 2 ? -1 : first.dim(1);
      for (int i = 0; i < count + scanned; i++) {
        requireFits(i, input(values, 1 + i), batch, i < count ? -1 : steps);
      }
      Tensor lengths = place.inputs().pick(values, 0);
      body.bindAround(place.listed() - 1, place.inputs(), place.listed(), values);
      boolean any = false;
      for (int n = 0; n < batch; n++) {
        int length = lengths == null ? steps : length(lengths, n, batch, steps);
        for (int i = 0; i < count; i++) {
          cut(input(values, 1 + i), n, 1, starts[i]);
          states.start(i, starts[i]);
        }
        for (int t = 0; t < length; t++) {
          step(values, n, t, length, steps);
          for (int i = count; i < made.length; i++) {
            put(i, body.tensor(i), n * steps + t, 2, batch, steps, !any);
          }
          states.advance();
          any = true;
        }
        for (int i = 0; i < count; i++) {
          put(i, (Tensor) states.value(i), n, 1, batch, steps, n == 0);
        }
      }
      for (int i = 0; i < made.length; i++) {
        if (batch == 0 || (i >= count && !any)) {
          empty(i, i < count ? 1 : 2, batch, steps);
        }
        Tensor output = place.outputs().pick(values, i);
        if (output != null) {
          body.view(made[i], output);
        }
      }
    }

    private void step(@Nullable Value[] values, int n, int t, int length, int steps) {
      for (int k = 0; k < scanned; k++) {
        int at = directions[k] == 0 ? t : length - 1 - t;
        cut(input(values, 1 + states.count() + k), n * steps + at, 2, slices[k]);
        body.bind(states.count() + k, slices[k]);
      }
      states.bind();
      body.run();
    }

    private Tensor input(@Nullable Value[] values, int index) {
      return Objects.requireNonNull(place.inputs().pick(values, index));
    }

    private static void requireFits(int index, Tensor input, int batch, int steps) {
      boolean fits =
          batch >= 0
              && input.rank() >= (steps < 0 ? 1 : 2)
              && input.dim(0) == batch
              && (steps < 0 || input.dim(1) == steps);
      if (!fits) {
        throw new IllegalArgumentException(
            "input %d is %s, expected a batch of %d%s"
                .formatted(1 + index, input, batch, steps < 0 ? "" : " and " + steps + " steps"));
      }
    }

    private static int length(Tensor lengths, int n, int batch, int steps) {
      if (lengths.type() != ElementType.INT64 || lengths.size() != batch) {
        throw new IllegalArgumentException(
            "sequence_lens is " + lengths + ", expected INT64[" + batch + "]");
      }
      long length = lengths.longs()[n];
      if (length < 0 || length > steps) {
        throw new IllegalArgumentException(
            "sequence_lens " + n + " is " + length + ", outside [0, " + steps + "]");
      }
      return (int) length;
    }

    /** Copies part {@code index} of those that the first {@code axes} axes make. */
    private void cut(Tensor input, int index, int axes, Tensor to) {
      for (int axis = axes; axis < input.rank(); axis++) {
        dims[axis - axes] = input.dim(axis);
      }
      to.resize(dims, input.rank() - axes);
      body.bounds().watch().spend(to.size());
      System.arraycopy(input.storage(), index * to.size(), to.storage(), 0, to.size());
    }

    /** Puts a part into an output, which the first part gives its shape. */
    private void put(
        int output, Tensor value, int index, int axes, int batch, int steps, boolean first) {
      Tensor out = made[output];
      int rank = value.rank() + axes;
      if (rank > Tensor.MAX_RANK) {
        throw new IllegalArgumentException("output " + output + " would have rank " + rank);
      }
      dims[0] = batch;
      dims[1] = steps;
      boolean same = out.rank() == rank;
      for (int axis = 0; axis < value.rank(); axis++) {
        dims[axes + axis] = value.dim(axis);
        same = same && out.dim(axes + axis) == value.dim(axis);
      }
      if (first) {
        out.resize(dims, rank);
        clear(out);
      } else if (!same) {
        throw new IllegalArgumentException(
            "output " + output + " is " + value + " in one step, of another shape before");
      }
      System.arraycopy(value.storage(), 0, out.storage(), index * value.size(), value.size());
    }

    private static void clear(Tensor tensor) {
      switch (tensor.storage()) {
        case float[] floats -> Arrays.fill(floats, 0, tensor.size(), 0f);
        case double[] doubles -> Arrays.fill(doubles, 0, tensor.size(), 0);
        case long[] longs -> Arrays.fill(longs, 0, tensor.size(), 0);
        case int[] ints -> Arrays.fill(ints, 0, tensor.size(), 0);
        case boolean[] booleans -> Arrays.fill(booleans, 0, tensor.size(), false);
        case short[] shorts -> Arrays.fill(shorts, 0, tensor.size(), (short) 0);
        case byte[] bytes -> Arrays.fill(bytes, 0, tensor.size(), (byte) 0);
        case String[] texts -> Arrays.fill(texts, 0, tensor.size(), "");
        case Object other -> throw new IllegalStateException(other.toString());
      }
    }

    /** An output of no parts: what is known of its shape, 0 for the rest. */
    private void empty(int output, int axes, int batch, int steps) {
      int[] shape = known.get(output).dims();
      int rank = shape == null ? axes : shape.length;
      for (int axis = axes; shape != null && axis < rank; axis++) {
        dims[axis] = Math.max(0, shape[axis]);
      }
      dims[0] = Math.max(0, batch);
      dims[1] = axes > 1 ? Math.max(0, steps) : dims[1];
      made[output].resize(dims, rank);
      clear(made[output]);
    }
  }
}
