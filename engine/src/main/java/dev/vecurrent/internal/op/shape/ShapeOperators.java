package dev.vecurrent.internal.op.shape;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class ShapeOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("Concat", Concat::read),
          entry("Constant", Constant::read),
          entry("ConstantOfShape", ConstantOfShape::read),
          entry("DepthToSpace", reader -> DepthSpace.read(reader, true)),
          entry("DynamicSlice", Slice::dynamic),
          entry("Expand", Expand::read),
          entry("EyeLike", EyeLike::read),
          entry("Flatten", Flatten::read),
          entry("Identity", Identity::read),
          entry("Pad", Pad::read),
          entry("Range", Range::read),
          entry("Reshape", Reshape::read),
          entry("ReverseSequence", ReverseSequence::read),
          entry("Shape", Shape::read),
          entry("Size", Size::read),
          entry("Slice", Slice::read),
          entry("SpaceToDepth", reader -> DepthSpace.read(reader, false)),
          entry("Split", Split::read),
          entry("Squeeze", Squeeze::read),
          entry("Tile", reader -> reader.opset() < 6 ? OldTile.read(reader) : Tile.read(reader)),
          entry("Transpose", Transpose::read),
          entry("Trilu", Trilu::read),
          entry("Unsqueeze", Unsqueeze::read));

  private ShapeOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
