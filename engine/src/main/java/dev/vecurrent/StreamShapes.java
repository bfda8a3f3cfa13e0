package dev.vecurrent;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.Hindrance;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.StorageLimit;
import java.util.List;
import java.util.Optional;

/** Which axes of what a stream reads and answers are time and batch. */
final class StreamShapes {

  private StreamShapes() {}

  /**
   * The input that arrives piece by piece: the first one, if there is one.
   *
   * @throws IllegalArgumentException if nothing tells which of its axes is time, and the graph has
   *     no states that would make a call one step
   */
  static @Nullable StreamInput input(
      Compiled compiled, List<ValueInfo> inputs, List<GraphState> states, StorageLimit limit) {
    if (inputs.isEmpty()) {
      return null;
    }
    ValueInfo x = inputs.getFirst();
    InputRole role = compiled.roleOf(x.name());
    if (!role.isSequences() && states.isEmpty()) {
      throw new IllegalArgumentException(
          "input "
              + x
              + ": which axis is time cannot be told from the model's layers"
              + why(compiled));
    }
    return new StreamInput(x, role, batchAxis(compiled, x, states), limit);
  }

  /** The first node behind which time steps are not to be told apart; empty if none is known. */
  private static String why(Compiled compiled) {
    List<Hindrance> hindrances = compiled.hindrances();
    return hindrances.isEmpty() ? "" : "; " + hindrances.getFirst();
  }

  /** The axis that has the symbol which states have for the batch, or the first if it looks so. */
  private static int batchAxis(Compiled compiled, ValueInfo x, List<GraphState> states) {
    Optional<List<Dimension>> dims = x.shape();
    if (dims.isEmpty() || dims.get().isEmpty()) {
      return -1;
    }
    for (GraphState state : states) {
      String symbol = batchSymbol(compiled, state);
      for (int axis = 0; axis < dims.get().size() && !symbol.isEmpty(); axis++) {
        if (dims.get().get(axis).symbol().equals(symbol)) {
          return axis;
        }
      }
    }
    Dimension first = dims.get().getFirst();
    return first.size() == 1 || first.isNamedAsBatch() ? 0 : -1;
  }

  private static String batchSymbol(Compiled compiled, GraphState state) {
    for (ValueInfo input : compiled.graph().inputs()) {
      if (input.name().equals(state.input())
          && state.batchAxis() >= 0
          && input.shape().isPresent()
          && state.batchAxis() < input.shape().get().size()) {
        return input.shape().get().get(state.batchAxis()).symbol();
      }
    }
    return "";
  }

  /** The output that arrays of the caller receive: the first one, if there is one. */
  static @Nullable StreamOutput output(
      Compiled compiled, List<ValueInfo> outputs, int[] at, StorageLimit limit) {
    if (outputs.isEmpty()) {
      return null;
    }
    return new StreamOutput(outputs.getFirst(), compiled.outputAxes().get(at[0]), limit);
  }
}
