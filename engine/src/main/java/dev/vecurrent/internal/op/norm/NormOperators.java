package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class NormOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "Attention",
          "BatchNormalization",
          "GroupNormalization",
          "InstanceNormalization",
          "LRN",
          "LayerNormalization",
          "LpNormalization",
          "MeanVarianceNormalization",
          "RMSNormalization",
          "RotaryEmbedding");

  private NormOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "Attention" -> Attention.read(reader);
      case "BatchNormalization" -> BatchNormalization.read(reader);
      case "GroupNormalization" -> GroupNorm.group(reader);
      case "InstanceNormalization" -> GroupNorm.instance(reader);
      case "LRN" -> LocalResponse.read(reader);
      case "LayerNormalization" -> LayerNormalization.read(reader);
      case "LpNormalization" -> LpNormalization.read(reader);
      case "MeanVarianceNormalization" -> MeanVarianceNormalization.read(reader);
      case "RMSNormalization" -> RmsNormalization.read(reader);
      case "RotaryEmbedding" -> RotaryEmbedding.read(reader);
      default -> null;
    };
  }
}
