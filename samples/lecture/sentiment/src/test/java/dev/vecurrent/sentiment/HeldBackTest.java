package dev.vecurrent.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The figures of the page, exactly. */
class HeldBackTest {

  @Test
  void chineseReviewsWrittenByHand() throws IOException {
    HeldBack set = HeldBack.of(Language.ZH);
    assertThat(set.rows()).hasSize(212);
    assertThat(set.right("+", "")).isEqualTo(91);
    assertThat(set.right("-", "")).isEqualTo(96);
  }

  @Test
  void englishReviews() throws IOException {
    HeldBack set = HeldBack.of(Language.EN);
    assertThat(set.rows()).hasSize(600);
    assertThat(set.right("+", "yelp") + set.right("-", "yelp")).isEqualTo(164);
    assertThat(set.right("+", "amazon") + set.right("-", "amazon")).isEqualTo(174);
    assertThat(set.right("+", "imdb") + set.right("-", "imdb")).isEqualTo(175);
  }
}
