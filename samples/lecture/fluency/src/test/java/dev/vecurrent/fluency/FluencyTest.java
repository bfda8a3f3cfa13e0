package dev.vecurrent.fluency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.text.Lines;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the bundled network says of sentences. */
class FluencyTest {

  private final Scorer scorer = Networks.scorer();

  @Test
  void perplexityIsTheRootOfTheProductOfTheFactors() {
    Score score = scorer.score("今天是周六");
    double product = 1;
    for (Score.Factor factor : score.characters()) {
      product *= factor.inverse();
    }
    assertThat(score.characters()).hasSize(5);
    assertThat(score.perplexity()).isCloseTo(Math.pow(product, 1 / 5.0), within(1e-9));
  }

  @Test
  void theLecturesSentencesHaveTheLecturesOrder() {
    assertThat(scorer.score("今天是周六").perplexity()).isCloseTo(109.7, within(0.05));
    assertThat(scorer.score("是今天周六").perplexity()).isCloseTo(169.6, within(0.05));
  }

  /** Written by hand: everyday sentences, and each with two neighbouring pieces exchanged. */
  @Test
  void ofAHundredPairsThisManyAreRight() throws IOException {
    List<String> pairs = Lines.read(Main.class, "pairs.tsv");
    assertThat(pairs).hasSize(100).doesNotHaveDuplicates();
    for (String line : pairs) {
      String[] pair = line.split("\t", -1);
      assertThat(pair).hasSize(2);
      assertThat(pair[0]).isNotEqualTo(pair[1]);
      assertThat(pair[0].chars().sorted().toArray()).isEqualTo(pair[1].chars().sorted().toArray());
    }
  }

  @Test
  void textIsReadInOneForm() {
    double wide = scorer.score("你好，我是123号。").perplexity();
    assertThat(scorer.score("你好,我是１２３号.").perplexity()).isEqualTo(wide);
    assertThat(scorer.score("  你好， 我是 123 号。\t").perplexity()).isEqualTo(wide);
  }

  @Test
  void unknownCharactersAreScoredAndSaid() {
    Score score = scorer.score("龘𠮷好");
    assertThat(score.characters())
        .extracting(Score.Factor::character)
        .containsExactly("龘", "𠮷", "好");
    assertThat(score.characters())
        .extracting(Score.Factor::isKnown)
        .containsExactly(false, false, true);
    assertThat(score.perplexity()).isGreaterThan(1).isFinite();
  }

  @Test
  void oneCharacterHasItsOwnFactorForPerplexity() {
    Score score = scorer.score("我");
    assertThat(score.perplexity()).isCloseTo(score.hardest().inverse(), within(1e-9));
  }

  @Test
  void foreignScriptsAreHarderThanChinese() {
    double chinese = scorer.score("我们一起去吃晚饭吧。").perplexity();
    assertThat(scorer.score("これは日本語の文です。").perplexity()).isGreaterThan(10 * chinese);
    assertThat(scorer.score("Привет, как дела?").perplexity()).isGreaterThan(10 * chinese);
  }

  /** Its letters are known, and one letter tells much of the next. */
  @Test
  void foreignTextInLatinLettersIsNotTold() {
    assertThat(scorer.score("La vie est un long fleuve tranquille").perplexity())
        .isCloseTo(66.1, within(0.05));
  }

  @Test
  void tenThousandCharactersAreReadInOneSentence() {
    Score score = scorer.score("今天天气很好，".repeat(1429).substring(0, 10_000));
    assertThat(score.characters()).hasSize(10_000);
    assertThat(score.perplexity()).isGreaterThan(1).isFinite();
  }

  @Test
  void noCharacterAndTooManyAreRefused() {
    for (String none : List.of("", "  ", "\u0000\u001b", "\u202e\u2066")) {
      assertThatThrownBy(() -> scorer.score(none))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a sentence: expected 1 to 100,000 characters, found 0");
    }
    assertThatThrownBy(() -> scorer.score("好".repeat(100_001)))
        .hasMessage("a sentence: expected 1 to 100,000 characters, found 100,001");
  }
}
