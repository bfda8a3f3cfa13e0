package dev.vecurrent.sentiment;

import dev.vecurrent.text.Characters;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A language with a network of its own; training/train.py reads texts in the same tokens. */
enum Language {
  ZH("正面", "负面"),
  EN("positive", "negative");

  private static final Pattern WORD = Pattern.compile("n't|'s|[a-z0-9]+|[!?.,]");

  private final String positive;
  private final String negative;

  Language(String positive, String negative) {
    this.positive = positive;
    this.negative = negative;
  }

  /** Chinese by characters; English by words in lower case, {@code n't} and {@code 's} apart. */
  List<String> tokens(String text) {
    if (this == ZH) {
      return Characters.normal(text).codePoints().mapToObj(Character::toString).toList();
    }
    String lower = text.toLowerCase(Locale.ROOT).replace('\u2019', '\'').replace("n't", " n't");
    return WORD.matcher(lower).results().map(MatchResult::group).toList();
  }

  String label(boolean isPositive) {
    return isPositive ? positive : negative;
  }

  /** The beginning of the names of its resources. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
