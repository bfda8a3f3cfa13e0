package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class SamplingOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "AffineGrid",
          "CenterCropPad",
          "Col2Im",
          "DeformConv",
          "GridSample",
          "NonMaxSuppression",
          "RoiAlign");

  private SamplingOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "AffineGrid" -> AffineGrid.read(reader);
      case "CenterCropPad" -> CenterCropPad.read(reader);
      case "Col2Im" -> ColumnsToImage.read(reader);
      case "DeformConv" -> DeformConv.read(reader);
      case "GridSample" -> GridSample.read(reader);
      case "NonMaxSuppression" -> NonMaxSuppression.read(reader);
      case "RoiAlign" -> RoiAlign.read(reader);
      default -> null;
    };
  }
}
