package dev.vecurrent.internal.op.loss;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class LossOperators {

  private LossOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return Map.of(
        "NegativeLogLikelihoodLoss",
        reader -> LogLikelihood.read(reader, false),
        "SoftmaxCrossEntropyLoss",
        reader -> LogLikelihood.read(reader, true));
  }
}
