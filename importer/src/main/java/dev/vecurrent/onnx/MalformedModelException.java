package dev.vecurrent.onnx;

import dev.vecurrent.internal.Printable;

/** A file is no ONNX model or tensor at all, or exceeds a limit: its bytes cannot be read. */
public final class MalformedModelException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  /**
   * A refusal.
   *
   * @param source the file
   * @param reason what is wrong with it
   */
  public MalformedModelException(String source, String reason) {
    super(Printable.lineMessage(source + ": " + reason));
  }

  MalformedModelException(String source, String reason, Throwable cause) {
    super(Printable.lineMessage(source + ": " + reason), cause);
  }
}
