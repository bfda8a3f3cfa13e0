package dev.vecurrent.cli;

import java.util.OptionalInt;

/** Text that can be written as UTF-8: without half a character, which JSON can spell. */
final class Unicode {

  private Unicode() {}

  /**
   * The text itself.
   *
   * @param what names it
   * @throws IllegalArgumentException if it has half of a pair of surrogates
   */
  static String required(String what, String text) {
    OptionalInt half =
        text.codePoints()
            .filter(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
            .findFirst();
    if (half.isPresent()) {
      throw new IllegalArgumentException(
          "%s: expected Unicode text, found half a character (\\u%04x)"
              .formatted(what, half.getAsInt()));
    }
    return text;
  }
}
