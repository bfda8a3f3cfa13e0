package dev.vecurrent.internal;

/**
 * Text of strangers on terminals and in logs. A name in a file could end a line and forge the next,
 * move the cursor, turn text around or be invisible. Such characters are shown as escapes, {@code
 * \n} or {@code \}{@code u202e}. What is escaped already stays as it is; within JSON the escapes
 * mean the same as the characters.
 */
public final class Printable {

  /** Bytes of a message as UTF-8. With what a log adds, it stays within 64 KiB. */
  private static final int MOST_BYTES = 60_000;

  /** What may be added to a message that was cut before it is cut again. */
  private static final int SLACK_BYTES = 4_000;

  /** Bytes that one character of a text becomes at most. */
  private static final int LONGEST_ESCAPE = 6;

  private static final String CUT = " more characters are left out)";
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Printable() {}

  /** Text of one line. */
  public static String line(String text) {
    return isPlain(text) ? text : escaped(text, false);
  }

  /** Text of several lines: newlines stay. */
  public static String text(String text) {
    return isPlain(text) ? text : escaped(text, true);
  }

  /** A message of several lines; of a long one the beginning, and how much is left out. */
  public static String message(String text) {
    return cut(text, text.endsWith(CUT) ? MOST_BYTES + SLACK_BYTES : MOST_BYTES);
  }

  /** A message of one line, of a bounded length as well. */
  public static String lineMessage(String text) {
    return message(line(text));
  }

  /**
   * Text of several lines of at most so many bytes and, where it is longer, how much is left out.
   */
  public static String cut(String text, int mostBytes) {
    if (text.length() <= mostBytes / LONGEST_ESCAPE) {
      return text(text);
    }
    StringBuilder cut = new StringBuilder();
    int bytes = 0;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      int before = cut.length();
      append(cut, c, true);
      // An escape is of ASCII, one byte a character.
      bytes += isShown(c) ? utf8(c) : cut.length() - before;
      if (bytes > mostBytes) {
        cut.setLength(before);
        return cut.append("... (").append(text.length() - at).append(CUT).toString();
      }
      at += Character.charCount(c);
    }
    return cut.toString();
  }

  private static int utf8(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String text, boolean lines) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(escaped, c, lines));
    return escaped.toString();
  }

  private static void append(StringBuilder to, int c, boolean lines) {
    if (isShown(c) || (c == '\n' && lines)) {
      to.appendCodePoint(c);
      return;
    }
    switch (c) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> {
        for (char unit : Character.toChars(c)) {
          to.append("\\u");
          for (int shift = 12; shift >= 0; shift -= 4) {
            to.append(HEX[unit >> shift & 0xf]);
          }
        }
      }
    }
  }

  /** Whether a character is seen, and changes nothing but its own place. */
  private static boolean isShown(int c) {
    if (c >= ' ' && c <= '~') {
      return true;
    }
    return switch (Character.getType(c)) {
      // Of bidirectional text, of no width, for other programs, or of later versions of Unicode.
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !isInvisible(c);
    };
  }

  /** Letters and marks that have no shape. */
  private static boolean isInvisible(int c) {
    return c == 0x034f
        || c == 0x115f
        || c == 0x1160
        || c == 0x17b4
        || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xffa0
        || (c >= 0xe0100 && c <= 0xe01ef);
  }
}
