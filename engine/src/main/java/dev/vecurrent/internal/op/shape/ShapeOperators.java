package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class ShapeOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "Concat",
          "Constant",
          "ConstantOfShape",
          "DepthToSpace",
          "DynamicSlice",
          "Expand",
          "EyeLike",
          "Flatten",
          "Identity",
          "Pad",
          "Range",
          "Reshape",
          "ReverseSequence",
          "Shape",
          "Size",
          "Slice",
          "SpaceToDepth",
          "Split",
          "Squeeze",
          "Tile",
          "Transpose",
          "Trilu",
          "Unsqueeze");

  private ShapeOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "Concat" -> Concat.read(reader);
      case "Constant" -> Constant.read(reader);
      case "ConstantOfShape" -> ConstantOfShape.read(reader);
      case "DepthToSpace" -> DepthSpace.read(reader, true);
      case "DynamicSlice" -> Slice.dynamic(reader);
      case "Expand" -> Expand.read(reader);
      case "EyeLike" -> EyeLike.read(reader);
      case "Flatten" -> Flatten.read(reader);
      case "Identity" -> Identity.read(reader);
      case "Pad" -> Pad.read(reader);
      case "Range" -> Range.read(reader);
      case "Reshape" -> Reshape.read(reader);
      case "ReverseSequence" -> ReverseSequence.read(reader);
      case "Shape" -> Shape.read(reader);
      case "Size" -> Size.read(reader);
      case "Slice" -> Slice.read(reader);
      case "SpaceToDepth" -> DepthSpace.read(reader, false);
      case "Split" -> Split.read(reader);
      case "Squeeze" -> Squeeze.read(reader);
      case "Tile" -> reader.opset() < 6 ? OldTile.read(reader) : Tile.read(reader);
      case "Transpose" -> Transpose.read(reader);
      case "Trilu" -> Trilu.read(reader);
      case "Unsqueeze" -> Unsqueeze.read(reader);
      default -> null;
    };
  }
}
