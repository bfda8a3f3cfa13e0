package dev.vecurrent.spec;

import java.util.List;

/**
 * What a file says in the place of a value and what cannot be run: a node that is not supported, or
 * an initialiser or input that cannot be read. It refuses a model only where its outputs are
 * needed.
 *
 * @param name the name in the file; empty for a value that no node makes
 * @param operator the ONNX operator; empty for a value that no node makes
 * @param inputs names of the values read, as far as they can be told
 * @param outputs names of the values that it would make; empty for an unwanted output
 * @param findings why it is refused; at least one
 */
public record RefusedNode(
    String name, String operator, List<String> inputs, List<String> outputs, List<Finding> findings)
    implements Node {

  /** Copies the lists; without a finding, the node is one that is not supported. */
  public RefusedNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    findings =
        findings.isEmpty()
            ? List.of(new Finding(name, operator, "", "", "is not supported"))
            : List.copyOf(findings);
  }

  /** A value that no node makes: an initialiser or an input that cannot be read, say. */
  public static RefusedNode value(String name, Finding finding) {
    return new RefusedNode("", "", List.of(), List.of(name), List.of(finding));
  }
}
