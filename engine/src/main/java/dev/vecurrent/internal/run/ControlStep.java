package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** If, Loop or Scan with compiled bodies. */
public sealed interface ControlStep extends Step
    permits BatchedScanStep, IfStep, LoopStep, ScanStep {

  /**
   * What all of them have: who they are and where their values are.
   *
   * @param listed how many of the inputs the node lists; bodies read the others from around them
   * @param remark what the plan says beside the rest; empty for nothing
   */
  record Place(
      String operator,
      String name,
      List<String> reads,
      List<String> makes,
      Slots inputs,
      Slots outputs,
      int listed,
      String remark) {

    /** Shows a name of a file on one line. */
    public Place {
      name = Printable.line(name);
    }

    /** What to throw where a run of this node throws. */
    RuntimeException failed(RuntimeException e) {
      return NodeErrors.at(NodeErrors.words(name, operator), e);
    }
  }

  /** Names and slots. */
  Place place();

  /** The bodies by attribute. */
  Map<String, CompiledBody> bodies();

  @Override
  default String operator() {
    return place().operator();
  }

  @Override
  default String name() {
    return place().name();
  }

  @Override
  default List<String> reads() {
    return place().reads();
  }

  @Override
  default List<String> makes() {
    return place().makes();
  }

  @Override
  default void markRead(boolean[] slots) {
    place().inputs().mark(slots);
  }

  @Override
  default void markMade(boolean[] slots) {
    place().outputs().mark(slots);
  }

  @Override
  default List<String> details() {
    List<String> lines = new ArrayList<>();
    if (!place().remark().isEmpty()) {
      lines.add(place().remark());
    }
    new TreeMap<>(bodies())
        .forEach((attribute, body) -> {
          lines.add(attribute + ":" + (body.steps().isEmpty() ? " no steps" : ""));
          lines.addAll(body.describe());
        });
    return lines;
  }
}
