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
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which operators there are. An operator of another domain than ONNX's own is listed behind the
 * name of its domain, as in {@code ai.onnx.ml.Scaler}.
 */
public final class Operators {

  /** See {@link ElementwiseOperators#CLIP}. */
  public static final String CLIP = ElementwiseOperators.CLIP;

  private Operators() {}

  /** Families that most models are made of come first: what follows is loaded by few. */
  private static @Nullable Operator read(String name, NodeReader reader) {
    Operator operator = ElementwiseOperators.read(name, reader);
    operator = operator != null ? operator : ShapeOperators.read(name, reader);
    operator = operator != null ? operator : MatmulOperators.read(name, reader);
    operator = operator != null ? operator : IndexOperators.read(name, reader);
    operator = operator != null ? operator : WindowOperators.read(name, reader);
    return operator != null ? operator : lessUsual(name, reader);
  }

  private static @Nullable Operator lessUsual(String name, NodeReader reader) {
    Operator operator = ReduceOperators.read(name, reader);
    operator = operator != null ? operator : NormOperators.read(name, reader);
    operator = operator != null ? operator : ResizeOperators.read(name, reader);
    operator = operator != null ? operator : SequenceOperators.read(name, reader);
    operator = operator != null ? operator : OptionalOperators.read(name, reader);
    operator = operator != null ? operator : LegacyOperators.read(name, reader);
    operator = operator != null ? operator : LossOperators.read(name, reader);
    operator = operator != null ? operator : MlOperators.read(name, reader);
    operator = operator != null ? operator : QuantOperators.read(name, reader);
    operator = operator != null ? operator : RandomOperators.read(name, reader);
    operator = operator != null ? operator : SamplingOperators.read(name, reader);
    operator = operator != null ? operator : SignalOperators.read(name, reader);
    operator = operator != null ? operator : TextOperators.read(name, reader);
    return operator;
  }

  /** Names of all operators, sorted; see the class for those of other domains. */
  public static Set<String> names() {
    return Names.ALL;
  }

  /** Loaded only where all names are asked for. */
  private static final class Names {

    static final Set<String> ALL = all();

    private static Set<String> all() {
      Set<String> all = new TreeSet<>();
      for (List<String> family : families()) {
        for (String name : family) {
          if (!all.add(name)) {
            throw new IllegalStateException("operator " + name + " is listed twice");
          }
        }
      }
      return Collections.unmodifiableSet(all);
    }
  }

  private static List<List<String>> families() {
    return List.of(
        ElementwiseOperators.NAMES,
        IndexOperators.NAMES,
        LegacyOperators.NAMES,
        LossOperators.NAMES,
        MatmulOperators.NAMES,
        MlOperators.NAMES,
        NormOperators.NAMES,
        OptionalOperators.NAMES,
        QuantOperators.NAMES,
        RandomOperators.NAMES,
        ReduceOperators.NAMES,
        ResizeOperators.NAMES,
        SamplingOperators.NAMES,
        SequenceOperators.NAMES,
        ShapeOperators.NAMES,
        SignalOperators.NAMES,
        TextOperators.NAMES,
        WindowOperators.NAMES);
  }

  /** Whether there are operators of a domain other than ONNX's own. */
  public static boolean knowsDomain(String domain) {
    return names().stream().anyMatch(name -> name.startsWith(domain + "."));
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
    NodeReader reader = new NodeReader(node, kernels);
    Operator operator = read(key(node), reader);
    if (operator == null) {
      findings.add(Refusals.of(node, key(node)));
      return null;
    }
    List<Finding> found = reader.finish();
    findings.addAll(found);
    return found.isEmpty() ? operator : null;
  }

  private static String key(OperatorNode node) {
    String domain = node.domain();
    return domain.isEmpty() ? node.operator() : domain + "." + node.operator();
  }
}
