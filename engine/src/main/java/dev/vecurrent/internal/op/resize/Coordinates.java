package dev.vecurrent.internal.op.resize;

import dev.vecurrent.internal.op.base.NodeReader;
import java.util.ArrayList;
import java.util.List;

/**
 * ONNX Resize's {@code coordinate_transformation_mode}: which coordinate of the input a position of
 * the output shows, axis by axis. Coordinates are computed in float, in ONNX Runtime's order of
 * operations: the nearest element of one that is halfway between two depends on the last bit.
 */
enum Coordinates {
  HALF_PIXEL,
  HALF_PIXEL_SYMMETRIC,
  PYTORCH_HALF_PIXEL,
  ALIGN_CORNERS,
  ASYMMETRIC,
  TF_HALF_PIXEL_FOR_NN,
  TF_CROP_AND_RESIZE;

  /** Reads the attribute; Upsample and Resize of opset 10 have none and are asymmetric. */
  static Coordinates read(NodeReader reader) {
    if (reader.opset() < 11) {
      return ASYMMETRIC;
    }
    List<Coordinates> allowed =
        new ArrayList<>(
            List.of(HALF_PIXEL, PYTORCH_HALF_PIXEL, ALIGN_CORNERS, ASYMMETRIC, TF_CROP_AND_RESIZE));
    if (reader.opset() < 13) {
      allowed.add(TF_HALF_PIXEL_FOR_NN);
    }
    if (reader.opset() >= 19) {
      allowed.add(HALF_PIXEL_SYMMETRIC);
    }
    return reader.choice("coordinate_transformation_mode", allowed);
  }

  /**
   * The coordinate in the input.
   *
   * @param position in {@code [0, out)}
   * @param scale of the axis
   * @param in elements of the input's axis
   * @param out elements of the output's axis
   * @param length the output's axis before it was cut to whole elements: ONNX's own cases align the
   *     corners to that
   * @param start of the region of interest, as a part of the axis
   * @param end of it
   */
  float of(int position, float scale, int in, int out, float length, float start, float end) {
    return switch (this) {
      case HALF_PIXEL -> (position + 0.5f) / scale - 0.5f;
      case HALF_PIXEL_SYMMETRIC -> {
        float adjustment = out / (scale * in);
        float offset = in / 2f * (1 - adjustment);
        yield (float) (offset + (position + 0.5) / scale - 0.5);
      }
      case PYTORCH_HALF_PIXEL -> out > 1 ? (position + 0.5f) / scale - 0.5f : 0;
      case ALIGN_CORNERS -> out == 1 ? 0 : position * (float) (in - 1) / (length - 1);
      case ASYMMETRIC -> position / scale;
      case TF_HALF_PIXEL_FOR_NN -> (position + 0.5f) / scale;
      case TF_CROP_AND_RESIZE ->
          out > 1
              ? start * (in - 1) + position * (end - start) * (in - 1) / (out - 1)
              : (float) (0.5 * (start + end) * (in - 1));
    };
  }
}
