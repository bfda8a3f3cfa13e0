package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.tensor.Tensor;
import java.util.Objects;

/** The values and scratch of one body in one session. */
final class BodyRun {

  private final CompiledBody body;
  private final Step.Run[] steps;
  private final @Nullable Tensor[] values;
  private final int[] inputSlots;
  private final int[] outputSlots;
  private final int[] dims = new int[Tensor.MAX_RANK];

  BodyRun(CompiledBody body, Team team) {
    this.body = body;
    this.values = new Tensor[body.slots().size()];
    for (int slot = 0; slot < values.length; slot++) {
      Tensor constant = body.constants().get(slot);
      values[slot] = constant != null ? constant : body.newValue(body.slots().get(slot));
    }
    this.steps = body.steps().stream().map(step -> step.newRun(team)).toArray(Step.Run[]::new);
    this.inputSlots = body.inputSlots().stream().mapToInt(Integer::intValue).toArray();
    this.outputSlots = body.outputSlots().stream().mapToInt(Integer::intValue).toArray();
  }

  CompiledBody body() {
    return body;
  }

  /** Gives an input, which the body only reads. */
  void bind(int input, Tensor tensor) {
    if (inputSlots[input] >= 0) {
      values[inputSlots[input]] = tensor;
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
  void bindAround(int given, Slots slots, int listed, @Nullable Tensor[] outer) {
    for (int i = 0; given + i < inputSlots.length; i++) {
      if (inputSlots[given + i] >= 0) {
        values[inputSlots[given + i]] = slots.pick(outer, listed + i);
      }
    }
  }

  /** Lets an output that is {@linkplain CompiledBody.Handing#MOVED moved} go to this tensor. */
  void place(int output, Tensor tensor) {
    values[outputSlots[output]] = tensor;
  }

  boolean moves(int output) {
    return body.handing().get(output) == CompiledBody.Handing.MOVED;
  }

  void run() {
    for (Step.Run step : steps) {
      step.run(values);
    }
  }

  /** What the last run made. */
  Tensor result(int output) {
    return Objects.requireNonNull(values[outputSlots[output]]);
  }

  /** Hands an output to a tensor outside: as a view where that is safe, else by copying. */
  void handOver(int output, Tensor to) {
    Tensor made = result(output);
    if (body.handing().get(output) == CompiledBody.Handing.COPIED) {
      copy(made, to);
    } else {
      view(made, to);
    }
  }

  /** Makes a tensor a view of another. */
  void view(Tensor from, Tensor to) {
    for (int axis = 0; axis < from.rank(); axis++) {
      dims[axis] = from.dim(axis);
    }
    to.viewOf(from, dims, from.rank());
  }

  static void copy(Tensor from, Tensor to) {
    to.resizeLike(from);
    System.arraycopy(from.storage(), 0, to.storage(), 0, from.size());
  }
}
