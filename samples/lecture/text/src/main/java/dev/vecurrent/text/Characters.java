package dev.vecurrent.text;

/**
 * Text in the one form that the models of the lecture were trained on: full-width punctuation,
 * half-width letters and digits, no control characters. {@code normal} in {@code
 * training/lecture.py} does the same.
 */
public final class Characters {

  private static final String HALF_WIDTH = ",.!?:;()";
  private static final String FULL_WIDTH = "，。！？：；（）";

  private Characters() {}

  /**
   * The normal form of a text. Punctuation between two ASCII letters or digits stays as it is:
   * {@code 8:30}, {@code 3.5}. Control characters and blanks become one space, none at the ends.
   */
  public static String normal(String text) {
    int[] in = text.codePoints().map(Characters::single).toArray();
    int[] out = new int[in.length];
    int size = 0;
    for (int c : in) {
      if (c != ' ' || (size > 0 && out[size - 1] != ' ')) {
        out[size++] = c;
      }
    }
    if (size > 0 && out[size - 1] == ' ') {
      size--;
    }
    StringBuilder normal = new StringBuilder(text.length());
    for (int i = 0; i < size; i++) {
      boolean inside = i > 0 && i < size - 1 && isPlain(out[i - 1]) && isPlain(out[i + 1]);
      normal.appendCodePoint(inside ? out[i] : wide(out[i]));
    }
    return normal.toString();
  }

  /** One character on its own: half-width letters and digits, blanks and controls as a space. */
  private static int single(int c) {
    boolean isFullWidth =
        (c >= 0xFF10 && c <= 0xFF19)
            || (c >= 0xFF21 && c <= 0xFF3A)
            || (c >= 0xFF41 && c <= 0xFF5A);
    if (isFullWidth) {
      return c - 0xFEE0;
    }
    boolean isBlank =
        c < 32
            || (c >= 127 && c < 160)
            || c == 0x3000
            || c == 0xFEFF
            || (c >= 0x2000 && c <= 0x200F)
            || (c >= 0x2028 && c <= 0x202F)
            || (c >= 0x2066 && c <= 0x2069);
    return isBlank ? ' ' : c;
  }

  private static int wide(int c) {
    int at = HALF_WIDTH.indexOf(c);
    return at < 0 ? c : FULL_WIDTH.charAt(at);
  }

  private static boolean isPlain(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /** The columns that a text takes on a terminal: two for a character of East Asia. */
  public static int columns(String text) {
    return text.codePoints().map(Characters::columns).sum();
  }

  private static int columns(int c) {
    boolean isWide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0xA4CF)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return isWide ? 2 : 1;
  }
}
