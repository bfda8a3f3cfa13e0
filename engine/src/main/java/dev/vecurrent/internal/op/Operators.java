package dev.vecurrent.internal.op;

import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The registry: which operators there are. */
public final class Operators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES = Map.ofEntries();

  private Operators() {}

  /** Names of all operators, sorted. */
  public static Set<String> names() {
    return new TreeSet<>(FACTORIES.keySet());
  }

  /**
   * Binds a node's attributes.
   *
   * @param node the node
   * @param findings receives every reason for refusal
   * @return the operator, or {@code null} if there were findings
   */
  public static @dev.vecurrent.internal.Nullable Operator create(
      OperatorNode node, List<Finding> findings) {
    Function<NodeReader, Operator> factory = FACTORIES.get(node.operator());
    if (factory == null) {
      findings.add(new Finding(node.name(), node.operator(), "", "", "operator is not supported"));
      return null;
    }
    NodeReader reader = new NodeReader(node);
    Operator operator = factory.apply(reader);
    List<Finding> found = reader.finish();
    findings.addAll(found);
    return found.isEmpty() ? operator : null;
  }
}
