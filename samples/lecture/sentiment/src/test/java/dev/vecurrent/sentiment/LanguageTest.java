package dev.vecurrent.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanguageTest {

  @Test
  void chineseIsReadByCodePointsInNormalForm() {
    assertThat(Language.ZH.tokens("好,\n\u202e𠀀Ａ")).containsExactly("好", "，", " ", "𠀀", "A");
    assertThat(Language.ZH.tokens(" \t\u3000")).isEmpty();
  }

  @Test
  void englishIsReadByWords() {
    assertThat(Language.EN.tokens("It DIDN’T work: it's 5 stars?! Café"))
        .containsExactly("it", "did", "n't", "work", "it", "'s", "5", "stars", "?", "!", "caf");
    assertThat(Language.EN.tokens("牛排")).isEmpty();
  }
}
