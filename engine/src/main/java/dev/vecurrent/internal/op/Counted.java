package dev.vecurrent.internal.op;

/** Which elements of its window an average is divided by. */
enum Counted {
  /** Those inside the image. */
  INSIDE,
  /** Those inside the padded image, since opset 19: a last window by ceil_mode hangs over that. */
  PADDED,
  /** All of them, before opset 19, as by ONNX Runtime. */
  WINDOW;

  /** How many count along an axis for a window that begins at {@code start}. */
  int elements(Grid grid, int axis, int start) {
    return switch (this) {
      case INSIDE -> Math.max(0, grid.end(axis, start) - grid.first(axis, start));
      case PADDED -> grid.spanned(axis, start);
      case WINDOW -> grid.kernel[axis];
    };
  }
}
