package dev.vecurrent.cli;

import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.RecurrentNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the values that a graph's recurrent layers read as sequence_lens. */
final class LengthsInputs {

  /** Operators that exporters put between an input and sequence_lens; they keep its numbers. */
  private static final Set<String> GLUE =
      Set.of("Cast", "Identity", "Squeeze", "Unsqueeze", "Reshape", "Flatten");

  private LengthsInputs() {}

  /** Names of the values that are sequence_lens of some layer, as they are or through a cast. */
  static Set<String> of(Graph graph) {
    Set<String> lengths = new HashSet<>();
    List<Node> reversed = graph.nodes().reversed();
    for (Node node : reversed) {
      if (node instanceof RecurrentNode layer) {
        lengths.add(layer.input(RecurrentNode.SEQUENCE_LENS));
      } else if (GLUE.contains(node.operator())
          && !node.inputs().isEmpty()
          && node.outputs().stream().anyMatch(lengths::contains)) {
        lengths.add(node.inputs().getFirst());
      }
    }
    lengths.remove("");
    return lengths;
  }
}
