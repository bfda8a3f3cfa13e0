package dev.vecurrent.console;

/**
 * Text of strangers on terminals, with the escapes of the library's own messages. No other class of
 * a program knows where the escapes are made.
 */
public final class Printable {

  private Printable() {}

  /** Text of one line. */
  public static String line(String text) {
    return dev.vecurrent.internal.Printable.line(text);
  }

  /** Text of several lines: newlines stay. */
  public static String text(String text) {
    return dev.vecurrent.internal.Printable.text(text);
  }

  /** A message of several lines; of a long one the beginning, and how much is left out. */
  public static String message(String text) {
    return dev.vecurrent.internal.Printable.message(text);
  }

  /** A message of one line, of a bounded length as well. */
  public static String lineMessage(String text) {
    return dev.vecurrent.internal.Printable.lineMessage(text);
  }
}
