package dev.vecurrent.onnx;

import static java.util.Map.entry;

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
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Operators that ONNX Runtime's optimiser writes into graphs that it saves become the ordinary ones
 * that they stand for. What only runs on the processor that the graph was saved for is refused,
 * with what to do instead.
 */
final class FusedOperators {

  private static final String MICROSOFT = "com.microsoft";

  /** By domain and name. */
  private static final Map<String, Consumer<Replacement>> TABLE =
      Map.ofEntries(
          entry("com.microsoft.FusedConv", FusedProducts::conv),
          entry("com.microsoft.FusedGemm", FusedProducts::gemm),
          entry("com.microsoft.FusedMatMul", FusedProducts::matMul),
          entry("com.microsoft.TransposeMatMul", FusedProducts::transposeMatMul),
          entry("com.microsoft.CDist", FusedProducts::distance),
          entry("com.microsoft.Gelu", FusedElementwise::gelu),
          entry("com.microsoft.BiasGelu", FusedElementwise::biasGelu),
          entry("com.microsoft.FastGelu", FusedElementwise::fastGelu),
          entry("com.microsoft.QuickGelu", FusedElementwise::quickGelu),
          entry("com.microsoft.BiasSoftmax", FusedElementwise::biasSoftmax),
          entry("com.microsoft.BiasAdd", FusedElementwise::biasAdd),
          entry("com.microsoft.SkipLayerNormalization", FusedNorms::skipLayerNorm),
          entry("com.microsoft.SkipSimplifiedLayerNormalization", FusedNorms::skipRmsNorm),
          entry("com.microsoft.EmbedLayerNormalization", FusedNorms::embedLayerNorm),
          entry("SimplifiedLayerNormalization", FusedNorms::rmsNorm),
          entry("com.microsoft.Attention", FusedAttention::attention),
          entry("com.microsoft.MultiHeadAttention", FusedAttention::multiHeadAttention),
          entry("com.microsoft.ExpandDims", OlderOperators::expandDims),
          entry("com.microsoft.GatherND", OlderOperators::gatherNd),
          entry("com.microsoft.Pad", OlderOperators::pad),
          entry("com.microsoft.Range", OlderOperators::range),
          entry("com.microsoft.Trilu", OlderOperators::trilu));

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
      return !TABLE.containsKey(node.operator) && !isEarlyLayerNorm(node);
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
    Consumer<Replacement> rule = TABLE.get(key(node));
    if (rule == null) {
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
    Replacement replacement = new Replacement(node, fresh);
    rule.accept(replacement);
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
}
