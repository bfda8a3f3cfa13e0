package dev.vecurrent.onnx;

import dev.vecurrent.onnx.message.AttributeMessage;
import java.util.List;

/** Products of {@code com.microsoft} with what was fused to them. */
final class FusedProducts {

  private FusedProducts() {}

  /** FusedConv: the activation of Conv(X, W, B) + Z. */
  static void conv(Replacement node) {
    node.requireInputs(2, 4);
    node.requireOutputs(1);
    List<AttributeMessage> attributes =
        node.handedOn("auto_pad", "dilations", "group", "kernel_shape", "pads", "strides");
    List<String> inputs =
        node.has(2)
            ? List.of(node.input(0), node.input(1), node.input(2))
            : List.of(node.input(0), node.input(1));
    String y = node.add("Conv", inputs, attributes);
    if (node.has(3)) {
      y = node.add("Add", y, node.input(3));
    }
    node.result(0, FusedActivation.ofConv(node, y));
  }

  /** FusedGemm: the activation of Gemm(A, B, C). */
  static void gemm(Replacement node) {
    node.requireInputs(2, 3);
    node.requireOutputs(1);
    List<AttributeMessage> attributes = node.handedOn("alpha", "beta", "transA", "transB");
    List<String> inputs =
        node.has(2)
            ? List.of(node.input(0), node.input(1), node.input(2))
            : List.of(node.input(0), node.input(1));
    node.result(0, FusedActivation.ofProduct(node, node.add("Gemm", inputs, attributes)));
  }

  /** FusedMatMul: {@code alpha} times the product of A and B, each with its axes moved. */
  static void matMul(Replacement node) {
    node.requireInputs(2, 2);
    node.requireOutputs(1);
    product(
        node,
        turned(node, 0, node.flag("transA"), node.flag("transBatchA")),
        turned(node, 1, node.flag("transB"), node.flag("transBatchB")));
  }

  /** TransposeMatMul, an earlier FusedMatMul. */
  static void transposeMatMul(Replacement node) {
    node.requireInputs(2, 2);
    node.requireOutputs(1);
    product(
        node,
        turned(node, 0, node.flag("transA"), false),
        turned(node, 1, node.flag("transB"), false));
  }

  private static void product(Replacement node, String a, String b) {
    float alpha = node.number("alpha", 1);
    String y = node.add("MatMul", a, b);
    node.result(0, alpha == 1 ? y : node.add("Mul", y, node.scalarLike(y, alpha)));
  }

  /**
   * An operand with its last two axes swapped, after its first axis went behind those of the batch.
   * Of any rank: hence not a Transpose, whose permutation says how many axes there are.
   */
  private static String turned(Replacement node, int input, boolean swapped, boolean batchFirst) {
    String x = node.input(input);
    if (!swapped && !batchFirst) {
      return x;
    }
    String equation = batchFirst ? (swapped ? "a...b->...ba" : "a...b->...ab") : "...ab->...ba";
    return node.add("Einsum", List.of(x), List.of(AttributeMessage.ofText("equation", equation)));
  }

  /** CDist: distances of each row of A from each row of B. */
  static void distance(Replacement node) {
    node.requireInputs(2, 2);
    node.requireOutputs(1);
    String metric = node.text("metric", "sqeuclidean");
    if (!metric.equals("sqeuclidean") && !metric.equals("euclidean")) {
      node.refuse("metric", metric, "expected sqeuclidean or euclidean");
    }
    String a = node.add("Unsqueeze", node.input(0), node.vector(1));
    String b = node.add("Unsqueeze", node.input(1), node.vector(0));
    String sum =
        node.add(
            "ReduceSumSquare",
            List.of(node.add("Sub", a, b), node.vector(2)),
            List.of(AttributeMessage.ofInteger("keepdims", 0)));
    node.result(0, metric.equals("euclidean") ? node.add("Sqrt", sum) : sum);
  }
}
