package dev.vecurrent.onnx;

import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.onnx.message.AttributeMessage;
import dev.vecurrent.onnx.message.Findings;
import dev.vecurrent.onnx.message.GraphMessage;
import dev.vecurrent.onnx.message.NodeMessage;
import dev.vecurrent.onnx.message.Opsets;
import dev.vecurrent.spec.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Operators that ONNX Runtime's optimiser writes into graphs that it saves become the ordinary ones
 * that they stand for. What only runs on the processor that the graph was saved for is refused,
 * with what to do instead.
 */
final class FusedOperators {

  private static final String MICROSOFT = "com.microsoft";

  /** ONNX Runtime has this operator in ONNX's own domain. */
  private static final String EARLY_RMS_NORM = "SimplifiedLayerNormalization";

  private final Opsets opsets;
  private final ImportLimits limits;
  private final FreshNames fresh;
  private final Findings findings;
  private final Set<GraphMessage> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private long added;

  FusedOperators(Opsets opsets, ImportLimits limits, FreshNames fresh, Findings findings) {
    this.opsets = opsets;
    this.limits = limits;
    this.fresh = fresh;
    this.findings = findings;
  }

  /** Replaces them in a graph and its bodies. */
  void replace(GraphMessage graph) {
    if (!seen.add(graph)) {
      return;
    }
    boolean any = false;
    for (NodeMessage node : graph.nodes) {
      for (AttributeMessage attribute : node.attributes) {
        if (attribute.graph != null) {
          replace(attribute.graph);
        }
      }
      any |= !isOrdinary(node);
    }
    if (!any) {
      return;
    }
    List<NodeMessage> nodes = new ArrayList<>();
    for (NodeMessage node : graph.nodes) {
      if (isOrdinary(node)) {
        nodes.add(node);
      } else {
        nodes.addAll(replaced(node));
      }
    }
    graph.nodes.clear();
    graph.nodes.addAll(nodes);
  }

  private static String key(NodeMessage node) {
    String domain = Opsets.name(node.domain);
    return domain.isEmpty() ? node.operator : domain + "." + node.operator;
  }

  private int opset(NodeMessage node) {
    return (node.opsets == null ? opsets : node.opsets).of(Opsets.name(node.domain));
  }

  /** Whether a node is read as it is. */
  private boolean isOrdinary(NodeMessage node) {
    if (!node.refusals.isEmpty()) {
      return true;
    }
    String domain = Opsets.name(node.domain);
    if (domain.isEmpty()) {
      return !node.operator.equals(EARLY_RMS_NORM) && !isEarlyLayerNorm(node);
    }
    boolean imported = opset(node) > 0;
    return (domain.equals(MICROSOFT) && (!imported || Operators.names().contains(key(node))))
        || Advice.of(domain, node.operator).isEmpty();
  }

  /** ONNX Runtime had this operator in ONNX's own domain before ONNX did. */
  private boolean isEarlyLayerNorm(NodeMessage node) {
    return node.operator.equals("LayerNormalization") && opset(node) < 17;
  }

  private List<NodeMessage> replaced(NodeMessage node) {
    if (node.domain.isEmpty() && isEarlyLayerNorm(node)) {
      node.opsets = Opsets.onnx(17);
      return List.of(node);
    }
    Replacement replacement = new Replacement(node, fresh);
    if (!replace(key(node), replacement)) {
      String domain = Opsets.name(node.domain);
      node.refusals =
          List.of(
              new Finding(
                  node.label(),
                  node.operator,
                  "domain",
                  node.domain,
                  Advice.of(domain, node.operator)));
      return List.of(node);
    }
    List<NodeMessage> nodes = replacement.finish();
    added += nodes.size();
    if (added > limits.nodes()) {
      findings.add(
          node.label(),
          node.operator,
          "nodes",
          Long.toString(added),
          "fused operators become more nodes than " + ImportLimits.words("nodes", limits.nodes()));
      findings.refuseIfAny();
    }
    return nodes;
  }

  /** Replaces an operator by domain and name; answers whether there is a rule for it. */
  private static boolean replace(String key, Replacement node) {
    switch (key) {
      case "com.microsoft.FusedConv" -> FusedProducts.conv(node);
      case "com.microsoft.FusedGemm" -> FusedProducts.gemm(node);
      case "com.microsoft.FusedMatMul" -> FusedProducts.matMul(node);
      case "com.microsoft.TransposeMatMul" -> FusedProducts.transposeMatMul(node);
      case "com.microsoft.CDist" -> FusedProducts.distance(node);
      case "com.microsoft.Gelu" -> FusedElementwise.gelu(node);
      case "com.microsoft.BiasGelu" -> FusedElementwise.biasGelu(node);
      case "com.microsoft.FastGelu" -> FusedElementwise.fastGelu(node);
      case "com.microsoft.QuickGelu" -> FusedElementwise.quickGelu(node);
      case "com.microsoft.BiasSoftmax" -> FusedElementwise.biasSoftmax(node);
      case "com.microsoft.BiasAdd" -> FusedElementwise.biasAdd(node);
      case "com.microsoft.SkipLayerNormalization" -> FusedNorms.skipLayerNorm(node);
      case "com.microsoft.SkipSimplifiedLayerNormalization" -> FusedNorms.skipRmsNorm(node);
      case "com.microsoft.EmbedLayerNormalization" -> FusedNorms.embedLayerNorm(node);
      case EARLY_RMS_NORM -> FusedNorms.rmsNorm(node);
      case "com.microsoft.Attention" -> FusedAttention.attention(node);
      case "com.microsoft.MultiHeadAttention" -> FusedAttention.multiHeadAttention(node);
      case "com.microsoft.ExpandDims" -> OlderOperators.expandDims(node);
      case "com.microsoft.GatherND" -> OlderOperators.gatherNd(node);
      case "com.microsoft.Pad" -> OlderOperators.pad(node);
      case "com.microsoft.Range" -> OlderOperators.range(node);
      case "com.microsoft.Trilu" -> OlderOperators.trilu(node);
      default -> {
        return false;
      }
    }
    return true;
  }
}
