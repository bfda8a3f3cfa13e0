package dev.vecurrent.cli;

/**
 * Text from files on a terminal: names in a model are a stranger's, and control characters could
 * move the cursor or forge lines.
 */
final class Printable {

  private Printable() {}

  /** Text of one line: every control character becomes {@code ?}. */
  static String line(String text) {
    return text.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "?");
  }

  /** Text of several lines: newlines stay. */
  static String text(String text) {
    return text.replaceAll("[\\x00-\\x1f\\x7f-\\x9f&&[^\n]]", "?");
  }
}
