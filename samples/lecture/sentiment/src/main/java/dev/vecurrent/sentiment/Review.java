package dev.vecurrent.sentiment;

import org.jspecify.annotations.Nullable;

/**
 * A text to judge.
 *
 * @param text of one character or more
 * @param label whether it is positive, null where nobody said so
 */
record Review(String text, @Nullable Boolean label) {

  /** The most characters of a text. */
  static final int MOST = 100_000;

  /** A line of a file: a text, or + or -, a tab, perhaps other columns, and the text. */
  static Review ofLine(String line) {
    boolean isLabelled = line.startsWith("+\t") || line.startsWith("-\t");
    return isLabelled
        ? new Review(line.substring(line.lastIndexOf('\t') + 1), line.charAt(0) == '+')
        : new Review(line, null);
  }
}
