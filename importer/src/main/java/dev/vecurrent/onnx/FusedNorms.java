package dev.vecurrent.onnx;

import dev.vecurrent.onnx.message.AttributeMessage;
import java.util.ArrayList;
import java.util.List;

/** Normalisation with what ONNX Runtime's optimiser fuses to it. */
final class FusedNorms {

  private static final int INT32 = 6;

  /** What the operators of {@code com.microsoft} add to the variance where they do not say. */
  private static final float EPSILON = 1e-12f;

  private FusedNorms() {}

  /** SkipLayerNormalization: LayerNormalization of input + skip + bias over the last axis. */
  static void skipLayerNorm(Replacement node) {
    node.requireInputs(3, 5);
    node.requireOutputs(4);
    String sum = skip(node, 4);
    List<String> parts = layerNorm(node, sum, node.input(2), node.input(3));
    node.result(0, parts.get(0));
    node.result(1, parts.get(1));
    node.result(2, parts.get(2));
    node.result(3, sum);
  }

  /** SkipSimplifiedLayerNormalization: the same by the root of the mean square. */
  static void skipRmsNorm(Replacement node) {
    node.requireInputs(3, 4);
    node.requireOutputs(4);
    if (node.wants(1)) {
      node.refuse("output 1", "mean", "this output is not supported: the operator takes no mean");
    }
    String sum = skip(node, 3);
    String inverse = inverseRoot(node, sum, node.vector(-1), node.number("epsilon", EPSILON));
    node.result(0, node.add("Mul", node.add("Mul", sum, inverse), node.input(2)));
    node.result(2, inverse);
    node.result(3, sum);
  }

  private static String skip(Replacement node, int bias) {
    String sum = node.add("Add", node.input(0), node.input(1));
    return node.has(bias) ? node.add("Add", sum, node.input(bias)) : sum;
  }

  /** SimplifiedLayerNormalization, by the root of the mean square over the axes from one on. */
  static void rmsNorm(Replacement node) {
    node.requireInputs(2, 2);
    node.requireOutputs(2);
    String x = node.input(0);
    long axis = node.integer("axis", -1);
    long stash = node.integer("stash_type", 1);
    if (stash != 1) {
      node.refuse("stash_type", Long.toString(stash), "expected 1, FLOAT32");
    }
    String axes = axis == -1 ? node.vector(-1) : axesFrom(node, x, axis);
    String inverse = inverseRoot(node, x, axes, node.number("epsilon", 1e-5f));
    node.result(0, node.add("Mul", node.add("Mul", x, inverse), node.input(1)));
    node.result(1, inverse);
  }

  private static String axesFrom(Replacement node, String x, long axis) {
    String rank = node.add("Size", node.add("Shape", x));
    String first = node.scalar(axis);
    return node.add("Range", axis < 0 ? node.add("Add", rank, first) : first, rank, node.scalar(1));
  }

  private static String inverseRoot(Replacement node, String x, String axes, float epsilon) {
    String mean = node.add("ReduceMean", node.add("Mul", x, x), axes);
    String sum = node.add("Add", mean, node.scalarLike(x, epsilon));
    return node.add("Reciprocal", node.add("Sqrt", sum));
  }

  private static List<String> layerNorm(Replacement node, String x, String gamma, String beta) {
    List<String> inputs = new ArrayList<>(List.of(x, gamma));
    if (!beta.isEmpty()) {
      inputs.add(beta);
    }
    List<AttributeMessage> attributes =
        List.of(AttributeMessage.ofNumber("epsilon", node.number("epsilon", EPSILON)));
    boolean moments = node.wants(1) || node.wants(2);
    List<String> made = node.add(17, "LayerNormalization", moments ? 3 : 1, inputs, attributes);
    return moments ? made : List.of(made.getFirst(), "", "");
  }

  /**
   * EmbedLayerNormalization: rows of three tables, added and normalised; and how many entries of
   * each row of the mask are 1.
   */
  static void embedLayerNorm(Replacement node) {
    node.requireInputs(1, 9);
    node.requireOutputs(3);
    for (int input : new int[] {2, 3, 5, 6}) {
      if (!node.has(input)) {
        node.refuse("input " + input, "", "is required");
      }
    }
    if (node.has(1) != node.has(4)) {
      node.refuse("segment_ids", "", "expected both segment_ids and segment_embedding, or none");
    }
    node.flag("mask_index_type"); // which the outputs say as well
    String shape = node.add("Shape", node.input(0));
    String sum =
        node.add("Add", node.add("Gather", node.input(2), node.input(0)), positions(node, shape));
    if (node.has(1)) {
      sum = node.add("Add", sum, node.add("Gather", node.input(4), node.input(1)));
    }
    List<String> inputs = List.of(sum, node.input(5), node.input(6));
    List<AttributeMessage> attributes =
        List.of(AttributeMessage.ofNumber("epsilon", node.number("epsilon", EPSILON)));
    node.result(0, node.add(17, "LayerNormalization", 1, inputs, attributes).getFirst());
    if (node.wants(1)) {
      node.result(1, lengths(node, shape));
    }
    node.result(2, sum);
  }

  private static String positions(Replacement node, String shape) {
    if (node.has(8)) {
      return node.add("Gather", node.input(3), node.input(8));
    }
    String steps = node.add("Slice", shape, node.vector(1), node.vector(2));
    return node.add("Slice", node.input(3), node.vector(0), steps, node.vector(0));
  }

  private static String lengths(Replacement node, String shape) {
    if (!node.has(7)) {
      String batch = node.add("Slice", shape, node.vector(0), node.vector(1));
      return node.cast(node.add("ConstantOfShape", batch), INT32);
    }
    String ones = node.add("Equal", node.input(7), node.cast(node.scalar(1), INT32));
    return node.add(
        "ReduceSum",
        List.of(node.cast(ones, INT32), node.vector(1)),
        List.of(AttributeMessage.ofInteger("keepdims", 0)));
  }
}
