package dev.vecurrent.internal.op.index;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class IndexOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "Compress",
          "Gather",
          "GatherElements",
          "GatherND",
          "NonZero",
          "OneHot",
          "Scatter",
          "ScatterElements",
          "ScatterND",
          "TopK",
          "Unique");

  private IndexOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "Compress" -> Compress.read(reader);
      case "Gather" -> Gather.read(reader);
      case "GatherElements" -> ElementIndices.gather(reader);
      case "GatherND" -> SliceIndices.gather(reader);
      case "NonZero" -> NonZero.read(reader);
      case "OneHot" -> OneHot.read(reader);
      case "Scatter" -> ElementIndices.scatter(reader, "Scatter");
      case "ScatterElements" -> ElementIndices.scatter(reader, "ScatterElements");
      case "ScatterND" -> SliceIndices.scatter(reader);
      case "TopK" -> TopK.read(reader);
      case "Unique" -> Unique.read(reader);
      default -> null;
    };
  }
}
