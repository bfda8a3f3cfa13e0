package dev.vecurrent;

import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.spec.GraphState;
import java.util.List;

/**
 * What goes on from call to call of a session.
 *
 * @param table the states of layers and graph, by place
 * @param states those that are inputs and outputs of the graph
 * @param rows how many sequences calls have, or at least
 */
record Carried(StateTable table, List<GraphState> states, int rows) {

  /** Lets a run carry them. */
  void attach(GraphRun run) {
    run.carry(table, states, rows);
  }
}
