package dev.vecurrent.internal.op.resize;

import dev.vecurrent.internal.op.base.NodeReader;
import java.util.List;

/**
 * ONNX Resize's {@code nearest_mode}: the element that stands for a coordinate between two. Where
 * it is rounded, what is within {@link #HALFWAY} of the middle is the middle, as in ONNX Runtime:
 * coordinates that should be halfway are off by a last bit.
 */
enum NearestPixel {
  ROUND_PREFER_FLOOR,
  ROUND_PREFER_CEIL,
  FLOOR,
  CEIL,
  /** Of Upsample and of Resize in opset 10: the next one where an axis shrinks, else the last. */
  BY_SCALE;

  private static final double HALFWAY = 1e-6;

  /** Reads the attribute, which there is since opset 11. */
  static NearestPixel read(NodeReader reader) {
    return reader.opset() < 11
        ? BY_SCALE
        : reader.choice(
            "nearest_mode", List.of(ROUND_PREFER_FLOOR, ROUND_PREFER_CEIL, FLOOR, CEIL));
  }

  /**
   * The element of an axis.
   *
   * @param coordinate where, perhaps outside of the axis
   * @param scale of the axis
   * @param in elements of the axis, at least 1
   * @return an index in {@code [0, in)}
   */
  int index(float coordinate, float scale, int in) {
    double nearest =
        switch (this) {
          case ROUND_PREFER_FLOOR -> Math.ceil(coordinate - 0.5 - HALFWAY);
          case ROUND_PREFER_CEIL -> Math.floor(coordinate + 0.5 + HALFWAY);
          case FLOOR -> Math.floor(coordinate);
          case CEIL -> Math.ceil(coordinate);
          case BY_SCALE -> scale < 1 ? Math.ceil(coordinate) : Math.floor(coordinate);
        };
    return Math.clamp((long) nearest, 0, in - 1);
  }
}
