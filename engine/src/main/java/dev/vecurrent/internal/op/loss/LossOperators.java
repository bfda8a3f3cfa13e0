package dev.vecurrent.internal.op.loss;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class LossOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of("NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss");

  private LossOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "NegativeLogLikelihoodLoss" -> LogLikelihood.read(reader, false);
      case "SoftmaxCrossEntropyLoss" -> LogLikelihood.read(reader, true);
      default -> null;
    };
  }
}
