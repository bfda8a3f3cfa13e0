package dev.vecurrent.internal.op.catalog;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.ml.OutOfScope;
import dev.vecurrent.internal.op.quant.QuantOperators;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;

/** Why a node has no operator here, and what its user can do. */
final class Refusals {

  private Refusals() {}

  /**
   * The finding about a node whose operator is not listed.
   *
   * @param key the operator as the registry would list it
   */
  static Finding of(OperatorNode node, String key) {
    String domain = node.domain();
    String special = special(node, key);
    if (special != null) {
      return new Finding(
          node.name(), node.operator(), domain.isEmpty() ? "" : "domain", domain, special);
    }
    String what =
        domain.isEmpty()
            ? "operator is not supported"
            : Operators.knowsDomain(domain)
                ? "this operator of the domain is not supported"
                : "operators of this domain are not supported";
    return new Finding(
        node.name(), node.operator(), domain.isEmpty() ? "" : "domain", domain, what);
  }

  private static @Nullable String special(OperatorNode node, String key) {
    String advice = QuantOperators.advice().get(key);
    return advice == null && node.domain().equals("ai.onnx.ml") ? OutOfScope.reason(node) : advice;
  }
}
