package dev.vecurrent.internal.op.resize;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class ResizeOperators {

  /** Names of the operators. */
  public static final List<String> NAMES = List.of("Resize", "Upsample");

  private ResizeOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "Resize" -> Resize.read(reader);
      case "Upsample" -> Resize.upsample(reader);
      default -> null;
    };
  }
}
