package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.tensor.Value;
import java.util.List;

/** The states that are inputs and outputs of a graph, as tensors of the calls of one session. */
final class StateTensors {

  private final StateTensor[] states;

  StateTensors(
      Compiled compiled, List<GraphState> states, StateTable table, int rows, Budget budget) {
    this.states = new StateTensor[states.size()];
    for (int i = 0; i < this.states.length; i++) {
      GraphState state = states.get(i);
      this.states[i] = new StateTensor(compiled.graph(), state, table, rows, budget);
    }
  }

  /** Puts the states of the rows of the call among its inputs, and room for the next ones. */
  void gather(@Nullable Value[] inputs, @Nullable Value[] outputs) {
    for (StateTensor state : states) {
      state.gather(inputs, outputs);
    }
  }

  /** Leaves the states that the call made where the next one finds them. */
  void scatter() {
    for (StateTensor state : states) {
      state.scatter();
    }
  }
}
