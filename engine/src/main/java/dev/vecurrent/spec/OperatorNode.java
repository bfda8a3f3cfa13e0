package dev.vecurrent.spec;

import java.util.List;
import java.util.Map;

/**
 * An operator other than the recurrent ones and those of control flow.
 *
 * @param name the name in the file
 * @param domain the operator set: empty for ONNX's own, else {@code ai.onnx.ml}, say
 * @param operator the operator's name in its domain
 * @param opset the version of the domain's operator set that the model imports; says which form of
 *     the operator is meant
 * @param inputs names of the values read; empty for an absent input
 * @param outputs names of the values made; empty for an unwanted output
 * @param attributes the attributes by name
 */
public record OperatorNode(
    String name,
    String domain,
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

  /** An operator of ONNX's own domain. */
  public OperatorNode(
      String name,
      String operator,
      int opset,
      List<String> inputs,
      List<String> outputs,
      Map<String, AttributeValue> attributes) {
    this(name, "", operator, opset, inputs, outputs, attributes);
  }
}
