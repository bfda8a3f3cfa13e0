package dev.vecurrent.internal.run;

import dev.vecurrent.spec.InputRole;
import java.util.List;
import java.util.Map;

/**
 * What is known of time and batch in a graph.
 *
 * @param roles what layers tell about graph inputs, where they do
 * @param outputs the axes of each graph output
 * @param hindrances what stands in the way of sequences in pieces, in the order of the nodes
 */
public record TimeFacts(
    Map<String, InputRole> roles, List<OutputAxes> outputs, List<Hindrance> hindrances) {

  /** Copies the collections. */
  public TimeFacts {
    roles = Map.copyOf(roles);
    outputs = List.copyOf(outputs);
    hindrances = List.copyOf(hindrances);
  }
}
