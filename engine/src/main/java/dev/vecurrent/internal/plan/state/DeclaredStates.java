package dev.vecurrent.internal.plan.state;

import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** States that a caller declares, because nothing in the graph tells them. */
public final class DeclaredStates {

  private DeclaredStates() {}

  /**
   * The state that an input and an output are.
   *
   * @throws IllegalArgumentException if the graph has no such values, or they do not fit each other
   */
  public static GraphState of(Compiled compiled, String input, String output) {
    List<ValueInfo> inputs = compiled.graph().inputs();
    ValueInfo before = named("input", input, inputs);
    ValueInfo after = named("output", output, compiled.graph().outputs());
    check(before, after);
    Set<String> states = new HashSet<>();
    for (GraphState found : compiled.states()) {
      if (found.input().equals(input) && found.output().equals(output)) {
        return found;
      }
      states.add(found.input());
    }
    int axis = new BatchAxes(compiled.graph(), compiled.time().roles(), states).of(before);
    return new GraphState(input, output, axis);
  }

  private static ValueInfo named(String what, String name, List<ValueInfo> infos) {
    List<String> names = new ArrayList<>();
    for (ValueInfo info : infos) {
      if (info.name().equals(name)) {
        return info;
      }
      names.add(Printable.line(info.name()));
    }
    throw new IllegalArgumentException(
        "a state names the %s '%s', which the graph does not have; its %ss: %s"
            .formatted(what, Printable.line(name), what, String.join(", ", names)));
  }

  private static void check(ValueInfo before, ValueInfo after) {
    String reason =
        !StateShapes.isTensor(before) || !StateShapes.isTensor(after)
            ? "both must be tensors"
            : !StateShapes.isSameType(before, after)
                ? "both must be of one type"
                : !StateShapes.fitShapes(before, after) ? "shapes must fit each other" : "";
    if (!reason.isEmpty()) {
      throw new IllegalArgumentException(
          "the output %s cannot be the state that the input %s takes: %s"
              .formatted(after, before, reason));
    }
  }
}
