package dev.vecurrent.spec;

import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A network: nodes between named values, every name assigned once, nodes in an order in which each
 * reads only what came before.
 *
 * <p>A graph is what a file says; it is not judged yet. Parts that are not supported are {@link
 * RefusedNode}s, and {@code Model.compile} refuses those that the wanted outputs need.
 *
 * <p>Constants are held, not copied: their elements must not change as long as the graph is in use.
 *
 * @param name the name in the file; may be empty
 * @param inputs what a caller gives, in the file's order; constants are not among them
 * @param outputs what a caller gets, in the file's order
 * @param constants values that are fixed, such as weights, by name
 * @param nodes the operators, in order
 * @param optionalInputs those of the constants that a caller may give instead; one that is no
 *     constant is read by nobody: a caller may give it, which changes nothing
 * @param file what the file says beside the network
 */
public record Graph(
    String name,
    List<ValueInfo> inputs,
    List<ValueInfo> outputs,
    Map<String, Tensor> constants,
    List<Node> nodes,
    List<ValueInfo> optionalInputs,
    FileInfo file) {

  /** Copies the lists; {@code Model.compile} checks that names and order hold together. */
  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constants = Map.copyOf(constants);
    nodes = List.copyOf(nodes);
    optionalInputs = List.copyOf(optionalInputs);
  }

  /** A graph that comes from no file, and all of whose constants are fixed. */
  public Graph(
      String name,
      List<ValueInfo> inputs,
      List<ValueInfo> outputs,
      Map<String, Tensor> constants,
      List<Node> nodes) {
    this(name, inputs, outputs, constants, nodes, List.of(), FileInfo.NONE);
  }
}
