package dev.vecurrent.internal.op.optional;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators on optional values. */
public final class OptionalOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of("Optional", "OptionalGetElement", "OptionalHasElement");

  private OptionalOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "Optional" -> Wrap.read(reader);
      case "OptionalGetElement" -> Unwrap.read(reader);
      case "OptionalHasElement" -> HasElement.read(reader);
      default -> null;
    };
  }
}
