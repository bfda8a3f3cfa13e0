package dev.vecurrent.internal.plan.state;

import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The axis of the sequences in a state, as far as roles and declared symbols of inputs tell. */
final class BatchAxes {

  private static final int NONE = -1;

  private final Graph graph;
  private final Map<String, InputRole> roles;

  /** Names of the inputs that are states, whose first axis need not be that of the sequences. */
  private final Set<String> states;

  BatchAxes(Graph graph, Map<String, InputRole> roles, Set<String> states) {
    this.graph = graph;
    this.roles = roles;
    this.states = states;
  }

  /** The axis of an input; -1 where nothing tells it. */
  int of(ValueInfo state) {
    InputRole role = roles.getOrDefault(state.name(), InputRole.UNKNOWN);
    if (role.kind() == InputRole.Kind.STATE && role.batchAxis() >= 0) {
      return role.batchAxis();
    }
    int axis = sharedAxis(state, true);
    return axis >= 0 ? axis : sharedAxis(state, false);
  }

  /** The only axis that has the symbol of the batch of another input. */
  private int sharedAxis(ValueInfo state, boolean byRole) {
    List<Dimension> shape = state.shape().orElse(List.of());
    int found = NONE;
    for (int axis = 0; axis < shape.size(); axis++) {
      String symbol = shape.get(axis).symbol();
      if (!symbol.isEmpty() && isBatch(symbol, state, byRole)) {
        if (found != NONE) {
          return NONE;
        }
        found = axis;
      }
    }
    return found;
  }

  private boolean isBatch(String symbol, ValueInfo state, boolean byRole) {
    for (ValueInfo input : graph.inputs()) {
      List<Dimension> shape = input.shape().orElse(List.of());
      InputRole role = roles.getOrDefault(input.name(), InputRole.UNKNOWN);
      int axis = byRole ? (role.isSequences() ? role.batchAxis() : NONE) : 0;
      boolean other = !input.equals(state) && !states.contains(input.name());
      if (other && axis >= 0 && axis < shape.size() && shape.get(axis).symbol().equals(symbol)) {
        return true;
      }
    }
    return false;
  }

  /** The only axis whose size is not fixed; -1 where there are none or several. */
  static int onlyFree(ValueInfo state) {
    List<Dimension> shape = state.shape().orElse(List.of());
    int found = NONE;
    for (int axis = 0; axis < shape.size(); axis++) {
      if (!shape.get(axis).isFixed()) {
        if (found != NONE) {
          return NONE;
        }
        found = axis;
      }
    }
    return found;
  }
}
