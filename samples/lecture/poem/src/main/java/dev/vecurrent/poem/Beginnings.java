package dev.vecurrent.poem;

import dev.vecurrent.text.Characters;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How lines begin, as somebody wrote it. */
final class Beginnings {

  /** Lines of a poem. */
  static final int MOST = 10_000;

  private static final Pattern MARKS = Pattern.compile("[\\p{P}\\s]+");

  private Beginnings() {}

  /**
   * The beginnings of lines in some texts, cut at marks and blanks.
   *
   * @throws IllegalArgumentException if a text has nothing else, or a beginning is too long
   */
  static List<String> of(List<String> texts) {
    return bounded(texts.stream().flatMap(Beginnings::parts));
  }

  /** A line for each character of a text, but marks and blanks. */
  static List<String> acrostic(String text) {
    return bounded(parts(text).flatMapToInt(String::codePoints).mapToObj(Character::toString));
  }

  private static Stream<String> parts(String text) {
    List<String> parts =
        MARKS.splitAsStream(Characters.normal(text)).filter(part -> !part.isEmpty()).toList();
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("expected characters that begin a line, found none");
    }
    return parts.stream();
  }

  private static List<String> bounded(Stream<String> all) {
    List<String> beginnings = all.toList();
    if (longest(beginnings) > 7) {
      throw new IllegalArgumentException(
          "a line has at most 7 characters, found %,d that begin one"
              .formatted(longest(beginnings)));
    }
    if (beginnings.size() > MOST) {
      throw new IllegalArgumentException(
          "a poem has at most %,d lines, found beginnings of %,d"
              .formatted(MOST, beginnings.size()));
    }
    return beginnings;
  }

  /** The characters of a line that all beginnings fit in: 5, or 7 where one is longer. */
  static int form(List<String> beginnings) {
    return longest(beginnings) <= 5 ? 5 : 7;
  }

  private static int longest(List<String> texts) {
    return texts.stream().mapToInt(text -> text.codePointCount(0, text.length())).max().orElse(0);
  }
}
