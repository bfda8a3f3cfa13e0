package dev.vecurrent.internal.op.norm;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class NormOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("Attention", Attention::read),
          entry("BatchNormalization", BatchNormalization::read),
          entry("GroupNormalization", GroupNorm::group),
          entry("InstanceNormalization", GroupNorm::instance),
          entry("LRN", LocalResponse::read),
          entry("LayerNormalization", LayerNormalization::read),
          entry("LpNormalization", LpNormalization::read),
          entry("MeanVarianceNormalization", MeanVarianceNormalization::read),
          entry("RMSNormalization", RmsNormalization::read),
          entry("RotaryEmbedding", RotaryEmbedding::read));

  private NormOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
