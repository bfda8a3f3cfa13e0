package dev.vecurrent.onnx;

import java.util.ArrayList;
import java.util.List;

/** Operators that {@code com.microsoft} had before ONNX took them up. */
final class OlderOperators {

  private static final int INT64 = 7;

  private OlderOperators() {}

  /** ExpandDims: Unsqueeze by an axis that is a scalar. */
  static void expandDims(Replacement node) {
    node.requireInputs(2, 2);
    node.requireOutputs(1);
    String axes = node.add("Reshape", node.cast(node.input(1), INT64), node.vector(1));
    node.result(0, node.add("Unsqueeze", node.input(0), axes));
  }

  /** GatherND, with indices of either integer type. */
  static void gatherNd(Replacement node) {
    node.requireInputs(2, 2);
    node.requireOutputs(1);
    node.result(0, node.add("GatherND", node.input(0), node.cast(node.input(1), INT64)));
  }

  /** Pad, whose pads may be a row of a matrix. */
  static void pad(Replacement node) {
    node.requireInputs(2, 3);
    node.requireOutputs(1);
    List<String> inputs = new ArrayList<>();
    inputs.add(node.input(0));
    inputs.add(node.add("Reshape", node.input(1), node.vector(-1)));
    if (node.has(2)) {
      inputs.add(node.add("Reshape", node.input(2), node.vector()));
    }
    node.result(0, node.add("Pad", inputs, node.handedOn("mode")));
  }

  /** Range, whose delta is 1 where it is not given. */
  static void range(Replacement node) {
    node.requireInputs(2, 3);
    node.requireOutputs(1);
    String delta = node.has(2) ? scalar(node, node.input(2)) : node.scalarLike(node.input(0), 1);
    node.result(
        0, node.add("Range", scalar(node, node.input(0)), scalar(node, node.input(1)), delta));
  }

  private static String scalar(Replacement node, String value) {
    return node.add("Reshape", value, node.vector());
  }

  /** Trilu. */
  static void trilu(Replacement node) {
    node.requireInputs(1, 2);
    node.requireOutputs(1);
    List<String> inputs =
        node.has(1) ? List.of(node.input(0), node.input(1)) : List.of(node.input(0));
    node.result(0, node.add("Trilu", inputs, node.handedOn("upper")));
  }
}
