package dev.vecurrent.cloze;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** English text as the tokens of the vocabulary; {@code training/texts.py} does the same. */
final class Words {

  /** do n't, he 's; a number is one token; every run of other characters is one, and unknown. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "[a-z]+(?=n't(?![a-z]))|n't(?![a-z])|'(?:s|ll|re|ve|d|m)(?![a-z])|[a-z]+"
              + "|[0-9]+(?:[.,:][0-9]+)*|[.,;:?!\"()]|(?<![a-z0-9])-(?![a-z0-9])|[^\\x00-\\x7f]+");

  private Words() {}

  /** The tokens of a text. */
  static List<String> of(String text) {
    String plain =
        Normalizer.normalize(text.replace('\u00a0', ' '), Normalizer.Form.NFD)
            .replaceAll("[\u0300-\u036f]", "") // accents
            .replaceAll("[\u2018\u2019]", "'")
            .replaceAll("[\u201c\u201d]", "\"")
            .replaceAll("[\u2013\u2014]|--", " - ")
            .toLowerCase(Locale.ROOT);
    return TOKEN
        .matcher(plain)
        .results()
        .map(MatchResult::group)
        .map(token -> Character.isDigit(token.charAt(0)) ? "<number>" : token)
        .toList();
  }
}
