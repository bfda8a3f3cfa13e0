package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.random.Draws;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.util.Objects;

/** The values and scratch of one body in one session. */
final class BodyRun {

  /** What a run counts for beside the work of its steps. */
  private static final int TURN = 64;

  private final CompiledBody body;
  private final Bounds bounds;
  private final Step.Run[] steps;
  private final @Nullable Value[] values;
  private final int[] inputSlots;
  private final int[] outputSlots;
  private final int[] dims = new int[Tensor.MAX_RANK];

  BodyRun(CompiledBody body, Team team, Bounds bounds) {
    this.body = body;
    this.bounds = bounds;
    this.values = new Value[body.slots().size()];
    for (int slot = 0; slot < values.length; slot++) {
      Tensor constant = body.constants().get(slot);
      values[slot] = constant != null ? constant : body.slots().get(slot).newValue(bounds.budget());
    }
    this.steps = Step.newRuns(body.steps(), team, bounds);
    this.inputSlots = Slots.array(body.inputSlots());
    this.outputSlots = Slots.array(body.outputSlots());
  }

  /** Gives the nodes that draw random numbers what the session's streams share. */
  void draw(Draws draws) {
    for (Step.Run step : steps) {
      step.draw(draws);
    }
  }

  CompiledBody body() {
    return body;
  }

  /** What bounds the calls. */
  Bounds bounds() {
    return bounds;
  }

  /** Bytes of the values that are its own, and of the scratch of its steps. */
  long bytes() {
    long bytes = 0;
    for (Step.Run step : steps) {
      bytes += step.bytes();
    }
    boolean[] made = new boolean[values.length];
    for (Step step : body.steps()) {
      step.markMade(made);
    }
    for (int slot = 0; slot < made.length; slot++) {
      bytes += made[slot] && values[slot] != null ? SlotType.bytes(values[slot]) : 0;
    }
    return bytes;
  }

  /** Gives an input, which the body only reads. */
  void bind(int input, Value value) {
    if (inputSlots[input] >= 0) {
      values[inputSlots[input]] = value;
    }
  }

  /**
   * Gives the values from around the body.
   *
   * @param given how many inputs the node gives; the others come from around
   * @param slots the slots of the node's inputs
   * @param listed how many of those the node lists
   * @param outer the values around
   */
  void bindAround(int given, Slots slots, int listed, @Nullable Value[] outer) {
    for (int i = 0; given + i < inputSlots.length; i++) {
      if (inputSlots[given + i] >= 0) {
        values[inputSlots[given + i]] = slots.value(outer, listed + i);
      }
    }
  }

  /** Lets an output that is {@linkplain CompiledBody.Handing#MOVED moved} go to this place. */
  void place(int output, Value place) {
    values[outputSlots[output]] = place;
  }

  boolean moves(int output) {
    return body.handing().get(output) == CompiledBody.Handing.MOVED;
  }

  void run() {
    bounds.watch().spend(TURN);
    for (Step.Run step : steps) {
      step.run(values);
    }
  }

  /** What the last run made. */
  Value result(int output) {
    return Objects.requireNonNull(values[outputSlots[output]]);
  }

  /** As {@link #result}, of an output that is no sequence. */
  Tensor tensor(int output) {
    return (Tensor) result(output);
  }

  /** Hands an output to a place outside: as a view where that is safe, else by copying. */
  void handOver(int output, Value to) {
    Value made = result(output);
    if (body.handing().get(output) == CompiledBody.Handing.COPIED) {
      copy(made, to, bounds.watch());
    } else {
      show(made, to);
    }
  }

  /** Makes a tensor a view of another; a sequence becomes equal to another. */
  void show(Value from, Value to) {
    if (from instanceof Tensor tensor && to instanceof Tensor view) {
      view(tensor, view);
    } else {
      copy(from, to, bounds.watch());
    }
  }

  /** Makes a tensor a view of another. */
  void view(Tensor from, Tensor to) {
    for (int axis = 0; axis < from.rank(); axis++) {
      dims[axis] = from.dim(axis);
    }
    to.viewOf(from, dims, from.rank());
  }

  /**
   * Copies a value.
   *
   * @throws IllegalArgumentException if it is absent and the place is for no optional value
   */
  static void copy(Value from, Value to, Watch watch) {
    if (to instanceof OptionalValue optional) {
      optional.assign(from);
      return;
    }
    if (from instanceof OptionalValue optional) {
      copy(optional.get(), to, watch);
      return;
    }
    if (from instanceof TensorSequence sequence) {
      ((TensorSequence) to).assign(sequence, watch.spending());
      return;
    }
    Pieces.copy((Tensor) from, (Tensor) to, watch);
  }
}
