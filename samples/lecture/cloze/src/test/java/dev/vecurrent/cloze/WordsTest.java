package dev.vecurrent.cloze;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The expected tokens are those of {@code training/texts.py}. */
class WordsTest {

  @Test
  void shortFormsAreCutBeforeTheirEnds() {
    assertThat(Words.of("Don't I'll he\u2019s can't n't Knights' o'clock 'tis"))
        .containsExactly(
            "do", "n't", "i", "'ll", "he", "'s", "ca", "n't", "n't", "knights", "o", "clock",
            "tis");
  }

  @Test
  void numbersAreOneWordAndHyphensPartWords() {
    assertThat(Words.of("3,000.5 well-known -- at 8:30 - 1960's."))
        .containsExactly(
            "<number>", "well", "known", "-", "at", "<number>", "-", "<number>", "'s", ".");
  }

  @Test
  void quotesAndAccentsBecomeAscii() {
    assertThat(Words.of("\u201cCaf\u00e9\u201d\u2014na\u00efve"))
        .containsExactly("\"", "cafe", "\"", "-", "naive");
  }

  @Test
  void foreignTextIsUnknownAndTheRestIsNothing() {
    assertThat(Words.of("\u6211\u4eec go \ud83d\ude00!\u0000\u001b[31m_#{}"))
        .containsExactly("\u6211\u4eec", "go", "\ud83d\ude00", "!", "<number>", "m");
    assertThat(Words.of("")).isEmpty();
    assertThat(Words.of("\t*_")).isEmpty();
  }
}
