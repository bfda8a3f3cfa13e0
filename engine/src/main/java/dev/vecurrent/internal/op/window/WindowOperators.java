package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class WindowOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "AveragePool",
          "Conv",
          "ConvTranspose",
          "GlobalAveragePool",
          "GlobalLpPool",
          "GlobalMaxPool",
          "LpPool",
          "MaxPool");

  private WindowOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "AveragePool" -> Pool.average(reader);
      case "Conv" -> Conv.read(reader);
      case "ConvTranspose" -> ConvTranspose.read(reader);
      case "GlobalAveragePool" -> Pool.global(reader, Pool.Kind.GLOBAL_AVERAGE);
      case "GlobalLpPool" -> Pool.globalNorm(reader);
      case "GlobalMaxPool" -> Pool.global(reader, Pool.Kind.GLOBAL_MAX);
      case "LpPool" -> Pool.norm(reader);
      case "MaxPool" -> Pool.max(reader);
      default -> null;
    };
  }
}
