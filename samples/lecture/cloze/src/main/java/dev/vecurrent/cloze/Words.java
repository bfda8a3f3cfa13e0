package dev.vecurrent.cloze;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;

/** English text as the tokens of the vocabulary; {@code training/texts.py} does the same. */
final class Words {

  private static final String NUMBER = "<number>";

  /** do n't, he 's; a number is one token; every run of other characters is one, and unknown. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "[a-z]+(?=n't(?![a-z]))|n't(?![a-z])|'(?:s|ll|re|ve|d|m)(?![a-z])|[a-z]+"
              + "|[0-9]+(?:[.,:][0-9]+)*|[.,;:?!\"()]|(?<![a-z0-9])-(?![a-z0-9])|[^\\x00-\\x7f]+");

  private static final Pattern ACCENTS = Pattern.compile("[\u0300-\u036f]");

  private Words() {}

  /** The tokens of a text. */
  static List<String> of(String text) {
    String plain =
        Normalizer.normalize(quotes(text), Normalizer.Form.NFD)
            .codePoints()
            .map(c -> c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    plain = ACCENTS.matcher(plain).replaceAll("").replace("--", " - ");
    return TOKEN.matcher(plain).results().map(m -> word(m.group())).toList();
  }

  private static String word(String token) {
    return Character.isDigit(token.charAt(0)) ? NUMBER : token;
  }

  private static String quotes(String text) {
    return text.replace('\u2019', '\'')
        .replace('\u2018', '\'')
        .replace('\u201c', '"')
        .replace('\u201d', '"')
        .replace('\u00a0', ' ')
        .replace("\u2014", " - ")
        .replace("\u2013", " - ");
  }
}
