package dev.vecurrent.internal.op.catalog;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.elementwise.ElementwiseOperators;
import dev.vecurrent.internal.op.index.IndexOperators;
import dev.vecurrent.internal.op.legacy.LegacyOperators;
import dev.vecurrent.internal.op.loss.LossOperators;
import dev.vecurrent.internal.op.matmul.MatmulOperators;
import dev.vecurrent.internal.op.ml.MlOperators;
import dev.vecurrent.internal.op.norm.NormOperators;
import dev.vecurrent.internal.op.optional.OptionalOperators;
import dev.vecurrent.internal.op.quant.QuantOperators;
import dev.vecurrent.internal.op.random.RandomOperators;
import dev.vecurrent.internal.op.reduce.ReduceOperators;
import dev.vecurrent.internal.op.resize.ResizeOperators;
import dev.vecurrent.internal.op.sampling.SamplingOperators;
import dev.vecurrent.internal.op.sequence.SequenceOperators;
import dev.vecurrent.internal.op.shape.ShapeOperators;
import dev.vecurrent.internal.op.signal.SignalOperators;
import dev.vecurrent.internal.op.text.TextOperators;
import dev.vecurrent.internal.op.window.WindowOperators;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which operators there are. An operator of another domain than ONNX's own is listed behind the
 * name of its domain, as in {@code ai.onnx.ml.Scaler}.
 */
public final class Operators {

  /** See {@link ElementwiseOperators#CLIP}. */
  public static final String CLIP = ElementwiseOperators.CLIP;

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      union(
          List.of(
              ElementwiseOperators.table(),
              IndexOperators.table(),
              LegacyOperators.table(),
              LossOperators.table(),
              MatmulOperators.table(),
              MlOperators.table(),
              NormOperators.table(),
              OptionalOperators.table(),
              QuantOperators.table(),
              RandomOperators.table(),
              ReduceOperators.table(),
              ResizeOperators.table(),
              SamplingOperators.table(),
              SequenceOperators.table(),
              ShapeOperators.table(),
              SignalOperators.table(),
              TextOperators.table(),
              WindowOperators.table()));

  private Operators() {}

  private static Map<String, Function<NodeReader, Operator>> union(
      List<Map<String, Function<NodeReader, Operator>>> tables) {
    Map<String, Function<NodeReader, Operator>> all = new HashMap<>();
    for (Map<String, Function<NodeReader, Operator>> table : tables) {
      table.forEach((name, factory) -> {
        if (all.put(name, factory) != null) {
          throw new IllegalStateException("operator " + name + " is listed twice");
        }
      });
    }
    return Map.copyOf(all);
  }

  /** Names of all operators, sorted; see the class for those of other domains. */
  public static Set<String> names() {
    return new TreeSet<>(FACTORIES.keySet());
  }

  /** Whether there are operators of a domain other than ONNX's own. */
  public static boolean knowsDomain(String domain) {
    return FACTORIES.keySet().stream().anyMatch(name -> name.startsWith(domain + "."));
  }

  /** As {@link #create(OperatorNode, Kernels, List)}, on the scalar kernels. */
  public static @Nullable Operator create(OperatorNode node, List<Finding> findings) {
    return create(node, Kernels.scalar(), findings);
  }

  /**
   * Binds a node's attributes.
   *
   * @param node the node
   * @param kernels what the operator computes with
   * @param findings receives every reason for refusal
   * @return the operator, or {@code null} if there were findings
   */
  public static @Nullable Operator create(
      OperatorNode node, Kernels kernels, List<Finding> findings) {
    Function<NodeReader, Operator> factory = FACTORIES.get(key(node));
    if (factory == null) {
      findings.add(Refusals.of(node, key(node)));
      return null;
    }
    NodeReader reader = new NodeReader(node, kernels);
    Operator operator = factory.apply(reader);
    List<Finding> found = reader.finish();
    findings.addAll(found);
    return found.isEmpty() ? operator : null;
  }

  private static String key(OperatorNode node) {
    String domain = node.domain();
    return domain.isEmpty() ? node.operator() : domain + "." + node.operator();
  }
}
