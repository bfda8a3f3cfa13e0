package dev.vecurrent.sentiment;

import dev.vecurrent.text.Characters;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A language with a network of its own, and the pieces that the network reads a text in. */
enum Language {

  /** Chinese: characters. The network was trained on generated reviews. */
  ZH("正面", "负面") {
    @Override
    List<String> tokens(String text) {
      return Characters.normal(text).codePoints().mapToObj(Character::toString).toList();
    }
  },

  /** English: words in lower case, {@code n't} and {@code 's} apart. */
  EN("positive", "negative") {
    @Override
    List<String> tokens(String text) {
      String lower = text.toLowerCase(Locale.ROOT).replace('\u2019', '\'').replace("n't", " n't");
      return WORD.matcher(lower).results().map(MatchResult::group).toList();
    }
  };

  private static final Pattern WORD = Pattern.compile("n't|'s|[a-z0-9]+|[!?.,]");

  private final String positive;
  private final String negative;

  Language(String positive, String negative) {
    this.positive = positive;
    this.negative = negative;
  }

  /** A text in the pieces that the network reads; training/train.py does the same. */
  abstract List<String> tokens(String text);

  /** What is printed of a label. */
  String label(boolean isPositive) {
    return isPositive ? positive : negative;
  }

  /** The beginning of the names of its resources. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
