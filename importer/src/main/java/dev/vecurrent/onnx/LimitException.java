package dev.vecurrent.onnx;

/** A file asks for more than a limit allows: refused when it is read, whatever part is wanted. */
final class LimitException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  LimitException(String message) {
    super(message);
  }
}
