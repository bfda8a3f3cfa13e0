package dev.vecurrent.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.text.Figure;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures of the page, exactly. */
class HeldBackTest {

  @Test
  void chineseReviewsWrittenByHand() throws IOException {
    assertThat(Bundled.heldBack(Language.ZH).figures())
        .containsExactly(
            Figure.count("正面", 91, 106),
            Figure.count("负面", 96, 106),
            Figure.of("balanced accuracy", (91 / 106.0 + 96 / 106.0) / 2));
  }

  @Test
  void englishReviews() throws IOException {
    HeldBack set = Bundled.heldBack(Language.EN);
    assertThat(set.rows()).hasSize(600);
    assertThat(right(set, "yelp")).isEqualTo(164);
    assertThat(right(set, "amazon")).isEqualTo(174);
    assertThat(right(set, "imdb")).isEqualTo(175);
    List<Figure> figures = set.figures();
    assertThat(figures.get(0).right() + figures.get(1).right()).isEqualTo(164 + 174 + 175);
  }

  private static long right(HeldBack set, String site) {
    return set.rows().stream()
        .filter(row -> row[1].equals(site))
        .filter(row -> set.answer(row).isPositive() == row[0].equals("+"))
        .count();
  }

  @Test
  void linesWithoutALabelAreNamed() throws IOException {
    Classifier classifier = Bundled.classifier(Language.ZH);
    assertThatThrownBy(() -> HeldBack.of(Language.ZH, List.of("+\t好", "好"), classifier))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 2: expected + or -, a tab, and a text");
  }
}
