package dev.vecurrent.onnx.random;

import java.io.Serial;

/** A node whose results are too large, or too large a tensor, to go on with: not an error. */
final class Discarded extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  Discarded(String message) {
    super(message, null, false, false);
  }
}
