package dev.vecurrent.spec;

import java.util.List;
import java.util.Map;

/**
 * An operator of the default ONNX domain other than the recurrent ones.
 *
 * @param name the name in the file
 * @param operator the ONNX operator
 * @param opset the version of the operator set that the model imports; says which form of the
 *     operator is meant
 * @param inputs names of the values read; empty for an absent input
 * @param outputs names of the values made; empty for an unwanted output
 * @param attributes the attributes by name
 */
public record OperatorNode(
    String name,
    String operator,
    int opset,
    List<String> inputs,
    List<String> outputs,
    Map<String, AttributeValue> attributes)
    implements Node {

  /** Copies the lists. */
  public OperatorNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }
}
