package dev.vecurrent.onnx.random;

import dev.vecurrent.onnx.proto.NodeProto;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A node.
 *
 * @param node inputs, attributes, outputs
 * @param captured values that its bodies read from around them
 */
record Step(NodeProto node, List<String> captured) {

  /** Names of all values that it reads. */
  Set<String> reads() {
    Set<String> reads = new LinkedHashSet<>(captured);
    node.getInputList().stream().filter(name -> !name.isEmpty()).forEach(reads::add);
    return reads;
  }

  /** Names of the values that it makes. */
  List<String> makes() {
    return node.getOutputList().stream().filter(name -> !name.isEmpty()).toList();
  }
}
